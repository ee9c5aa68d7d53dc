"""The plots of peers_plots.py, which runs where the rest of this cannot be imported: file -> title."""

PLOTS = {
    "lengths.svg": "Time and CPU against the length of what is said",
    "sites.svg": "Time and CPU against the number of sites that speak at once",
    "response.svg": "From the last word to the first sound",
}
