"""What `make bench` needs, looked for and made before its first round: a lack that shows after minutes costs them all."""

import argparse
import importlib.util
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from sarai_mqtt.app.bench_thinker import SHAPE, SHAPE_BYTES, SHAPE_FILE, random_weights
from sarai_mqtt.app.model_files import open_files
from sarai_mqtt.config.settings import Settings, load_settings
from sarai_mqtt.core.errors import SaraiError
from sarai_mqtt.models.store import open_store
from tests.bench import peers_weights

PROFILES = {"tiny.en": "tiny-en", "base": "embedded"}
LANGUAGES_OF_PROFILES = {"embedded": '["en", "es"]', "tiny-en": '["en"]'}
# Sounds, logs and results.
SPARE_BYTES = 200_000_000
_PEERS = ("faster_whisper", "matplotlib", "wyoming", "wyoming_faster_whisper", "wyoming_piper")

# The service's settings: SARAI_* without the prefix.
Variables = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that the rounds use: settings for each Thinker by name, the peers' Whisper by its weights, their voice."""

    thinkers: Mapping[str, Variables]
    whisper: Mapping[str, Path]
    voice: Path


def problems(args: argparse.Namespace, folder: Path) -> Iterator[str]:
    """Yield what is in the way, each with its remedy; takes seconds."""
    if not args.peers.is_file():
        yield f"{args.peers} is not there. Type: python3 deploy/bootstrap.py --peers"
    elif lacking := _lacking(args.peers):
        yield f"{args.peers} cannot load {lacking}. Type: rm -r .venv-peers; python3 deploy/bootstrap.py --peers"
    if SHAPE in args.thinker and importlib.util.find_spec("gguf") is None:
        yield f"{SHAPE} needs gguf. Type: python3 deploy/bootstrap.py --export"
    for name in args.thinker:
        if name != SHAPE:
            try:
                settings_of({}).thinker_profile(name)
            except SaraiError as error:
                yield f"{error} {error.remedy}"
    for place in {path.parent for path in (args.partial, args.json) if path}:
        if not os.access(_there(place), os.W_OK):
            yield f"{place}, where the results go, cannot be written."
    place = args.keep or folder
    needed = {folder: SPARE_BYTES}
    if SHAPE in args.thinker and not (place / SHAPE_FILE).exists():
        needed[place] = needed.get(place, 0) + SHAPE_BYTES
    for where, size in needed.items():
        if (free := shutil.disk_usage(_there(where)).free) < size:
            yield f"{where} has {free / 1e6:.0f} MB free, {size / 1e6:.0f} MB are needed. Make room, or set TMPDIR."


def make(
    args: argparse.Namespace,
    folder: Path,
    note: Callable[[str], None],
    progress: Callable[[str, float], None],
) -> Inputs:
    """Fetch, build and check every file that the rounds use. Raises SaraiError."""
    settings = settings_of({})
    thinkers: dict[str, Variables] = {name: {"THINKER_NAME": name} for name in ["tiny", *args.thinker]}
    for variables in services(args.weights, thinkers):
        used = settings_of(variables)
        if used.thinker.name != SHAPE:
            open_store(used.models.catalogue, used.models.cache_dir).build(used.catalogued(), progress)
            files = open_files(used)
            for name in used.artifacts():
                files.path(name)
    whisper = {
        weights: peers_weights.folder(settings, peers_weights.WHISPER[weights], progress)
        for weights in args.weights
    }
    voice = peers_weights.folder(settings, peers_weights.VOICE, progress)
    if SHAPE in args.thinker:
        store = open_store(settings.models.catalogue, settings.models.cache_dir)
        path = random_weights(store, (args.keep or folder).resolve(), args.threads, note)
        thinkers[SHAPE] = {
            "THINKER_NAME": SHAPE,
            "FILES": json.dumps({SHAPE: {"path": str(path)}}),
            "THINKERS": json.dumps({SHAPE: {"model": SHAPE, "languages": ["en", "es"]}}),
        }
    return Inputs(thinkers, whisper, voice)


def services(weights: Sequence[str], thinkers: Mapping[str, Variables]) -> list[Variables]:
    """Give the settings of every service that will run: beside the peers, with each Thinker, for the budgets."""
    beside = [{"PROFILE": PROFILES[name], "LANGUAGES": '["en"]', "THINKER_NAME": "none"} for name in weights]
    return [*beside, *thinkers.values(), *budgeted()]


def budgeted() -> list[Variables]:
    return [
        {"PROFILE": profile, "LANGUAGES": languages} for profile, languages in LANGUAGES_OF_PROFILES.items()
    ]


def settings_of(variables: Variables) -> Settings:
    """Give the settings as a service with `variables`, and none of this process's, has them."""
    with patch.dict(os.environ, environment(variables), clear=True):
        return load_settings()


def environment(variables: Variables) -> dict[str, str]:
    """Give the environment of such a service."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SARAI_")}
    return kept | {f"SARAI_{name}": value for name, value in variables.items()}


def _lacking(python: Path) -> str:
    """Give what the peers' Python says last when it cannot load them; "" when it can."""
    done = subprocess.run([python, "-c", f"import {', '.join(_PEERS)}"], capture_output=True, text=True)
    return (done.stderr.strip().splitlines() or ["them"])[-1] if done.returncode else ""


def _there(folder: Path) -> Path:
    """Give the nearest folder that exists."""
    return next(place for place in (folder, *folder.resolve().parents) if place.is_dir())
