"""Gets recordings of a person, in English and Spanish, for `make bench-quality`.

    python tests/bench/prompts.py [FOLDER]

The telephone prompts of Debian's asterisk-core-sounds (Allison Smith, CC BY-SA 3.0) as 16 kHz WAV in FOLDER/{en,es},
by default in the user's cache folder. Needs apt-get, dpkg and ffmpeg; no root. Their words are in tests/data/prompts.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "sarai-mqtt" / "prompts"
WORDS = Path(__file__).parents[1] / "data" / "prompts"
SPEAKERS = {"en": "en_US_f_Allison", "es": "es_MX_f_Allison"}


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    wanted = [language for language in SPEAKERS if not (folder / language).is_dir()]
    if not wanted:
        return
    for tool in ("apt-get", "dpkg", "ffmpeg"):
        if not shutil.which(tool):
            sys.exit(f"{tool} is missing. Without these recordings docs/models.md has fewer rows.")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as work:
        packages = [f"asterisk-core-sounds-{language}-g722" for language in wanted]
        subprocess.run(["apt-get", "download", "-qq", *packages], cwd=work, check=True)
        for package in Path(work).glob("*.deb"):
            subprocess.run(["dpkg", "-x", package, work], check=True)
        for language in wanted:
            out = Path(work) / language
            out.mkdir()
            sounds = Path(work) / "usr/share/asterisk/sounds" / SPEAKERS[language]
            prompts = [row["prompt"] for row in json.loads((WORDS / f"{language}.json").read_text("utf-8"))]
            for file in sorted(sounds.rglob("*.g722")):
                name = "_".join(file.relative_to(sounds).with_suffix("").parts)
                if name not in prompts:
                    continue
                options = ["-nostdin", "-v", "error", "-i", file, "-ar", "16000", "-ac", "1"]
                subprocess.run(["ffmpeg", *options, out / f"{name}.wav"], check=True)
            out.rename(folder / language)


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(f"No recordings of a person: {error.cmd[0]} failed. docs/models.md will have fewer rows.")
