"""Gets recordings of two people, in English and Spanish, for `make bench-quality` and tests/bench/turn_taking.py.

    python tests/bench/prompts.py [FOLDER]

Telephone prompts as 16 kHz WAV in FOLDER, by default in the user's cache folder: in {en,es} those of Debian's
asterisk-core-sounds (Allison Smith, CC BY-SA 3.0) whose words are in tests/data/prompts; in read/{en,es,es-co} all of
them that are sentences, and those of asterisk-prompt-es-co (July E. Jiménez, GPL; 8 kHz). `telephone` gets the same
prompts as they sound over a telephone (8 kHz), French too, for tests/bench/hearing.py. Packages by sha256. Needs
apt-get, dpkg and ffmpeg; no root.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import wave
from collections.abc import Collection, Sequence
from pathlib import Path

FOLDER = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "sarai-mqtt" / "prompts"
WORDS = Path(__file__).parents[1] / "data" / "prompts"
SOUNDS = Path("usr/share/asterisk/sounds")
VOICES = {
    "en": ("asterisk-core-sounds-en-g722", "en_US_f_Allison"),
    "es": ("asterisk-core-sounds-es-g722", "es_MX_f_Allison"),
    "es-co": ("asterisk-prompt-es-co", "es"),
}
# The same series at 8 kHz; the French ones were recorded by June Wallack, in Canada.
TELEPHONE = {
    "en": ("asterisk-core-sounds-en-wav", "en_US_f_Allison"),
    "es": ("asterisk-core-sounds-es-wav", "es_MX_f_Allison"),
    "fr": ("asterisk-core-sounds-fr-wav", "fr_CA_f_June"),
}
SHA256 = {
    "asterisk-core-sounds-en-g722": "38c5261820b406dcb0ecb37675720da2b0864850690690352ca52707eb623806",
    "asterisk-core-sounds-es-g722": "e4e3b4281057d3b81b779298fd6be705f57411513955c518eed1bcaabbd615b8",
    "asterisk-core-sounds-en-wav": "2be3ea287d83299d143815fa804f11179a75b7affd4a758b98b55f5afc18a35d",
    "asterisk-core-sounds-es-wav": "9283a09a6d56fccdcc2bcfe86c48f0f844289cfbd46a3184d8785a6f7f569903",
    "asterisk-core-sounds-fr-wav": "8d4e1bc32ed5ba7fbda40841ca1825ed20cc6232724a473c90f8bb0e53e6073e",
    "asterisk-prompt-es-co": "6702696e045514699e87dc8fb70f370717e5df91f821f7bec8dd0df1be008e83",
}
# Letters, numbers and noises are no sentences; nor is what is shorter.
NO_SENTENCES = ("digits", "letters", "phonetic", "silence", "beep")
SENTENCE_S = (1.6, 14.0)
LEAST_BYTES = 2000  # a word at least; one of the smaller files is broken


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    wanted = [name for name in VOICES if not (folder / "read" / name).is_dir()]
    if not wanted:
        return
    (folder / "read").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as work:
        fetch([VOICES[name][0] for name in wanted], Path(work))
        for name in wanted:
            unpack(Path(work) / SOUNDS / VOICES[name][1], Path(work) / name)
            if name in ("en", "es") and not (folder / name).is_dir():
                (Path(work) / "worded").mkdir()
                for prompt in worded(name):
                    shutil.copy(Path(work) / name / f"{prompt}.wav", Path(work) / "worded")
                (Path(work) / "worded").rename(folder / name)
            for file in (Path(work) / name).iterdir():
                if not SENTENCE_S[0] < seconds(file) < SENTENCE_S[1]:
                    file.unlink()
            (Path(work) / name).rename(folder / "read" / name)


def telephone(folder: Path = FOLDER) -> Path:
    """Fetch the recordings at 8 kHz whose words are known, and return their folder: one folder a language."""
    wanted = [name for name in TELEPHONE if not (folder / "telephone" / name).is_dir()]
    if wanted:
        (folder / "telephone").mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as work:
            fetch([TELEPHONE[name][0] for name in wanted], Path(work))
            for name in wanted:
                unpack(Path(work) / SOUNDS / TELEPHONE[name][1], Path(work) / name, worded(name))
                (Path(work) / name).rename(folder / "telephone" / name)
    return folder / "telephone"


def worded(name: str) -> list[str]:
    """Return the prompts of a language whose words are in tests/data/prompts."""
    return [row["prompt"] for row in json.loads((WORDS / f"{name}.json").read_text("utf-8"))]


def fetch(packages: Sequence[str], work: Path) -> None:
    """Download the Debian packages, check their sha256, and unpack them into `work`."""
    for tool in ("apt-get", "dpkg", "ffmpeg"):
        if not shutil.which(tool):
            sys.exit(f"{tool} is missing. Without these recordings docs/models.md has fewer rows.")
    subprocess.run(["apt-get", "download", "-qq", *packages], cwd=work, check=True)
    for package in work.glob("*.deb"):
        found = hashlib.sha256(package.read_bytes()).hexdigest()
        if found != SHA256[package.name.partition("_")[0]]:
            sys.exit(f"{package.name} is not the pinned one: its sha256 is {found}.")
        subprocess.run(["dpkg", "-x", package, work], check=True)


def unpack(sounds: Path, out: Path, only: Collection[str] | None = None) -> None:
    """Write each sound (or those named in `only`) as 16 kHz WAV, named after its path."""
    out.mkdir()
    for file in sorted(file for kind in ("g722", "gsm", "wav") for file in sounds.rglob(f"*.{kind}")):
        name = "_".join(file.relative_to(sounds).with_suffix("").parts)
        if name.startswith(NO_SENTENCES) or file.stat().st_size < LEAST_BYTES:
            continue
        if only is not None and name not in only:
            continue
        options = ["-nostdin", "-v", "error", "-i", file, "-ar", "16000", "-ac", "1"]
        subprocess.run(["ffmpeg", *options, out / f"{name}.wav"], check=True)


def seconds(file: Path) -> float:
    with wave.open(str(file)) as sound:
        return sound.getnframes() / sound.getframerate()


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(f"No recordings of a person: {error.cmd[0]} failed. docs/models.md will have fewer rows.")
