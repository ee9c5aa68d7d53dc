import io
import random
import struct

import numpy as np
import pytest
import soundfile

from sarai_mqtt.core.audio import Chunk
from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.core.wav import parse_wav
from sarai_mqtt.engines.audio_decoder import HEADER_MAGIC, PayloadDecoder, read_wav, write_wav

TONE_HZ = 440
PCM = (np.sin(np.arange(960) * 0.17) * 8000).astype("<i2").tobytes()
GUID = bytes.fromhex("000000001000800000aa00389b71")


def tone(rate, seconds, channels=1):
    wave = 0.5 * np.sin(2 * np.pi * TONE_HZ * np.arange(int(rate * seconds)) / rate)
    return np.repeat(wave[:, None], channels, axis=1)


def encoded(samples, rate, subtype="PCM_16", container="WAV"):
    out = io.BytesIO()
    soundfile.write(out, samples, rate, subtype=subtype, format=container)
    return out.getvalue()


def fmt(rate=16000, channels=1, bits=16, encoding=1, block=None):
    block = channels * bits // 8 if block is None else block
    return struct.pack("<HHIIHH", encoding, channels, rate, rate * block & 0xFFFFFFFF, block, bits)


def chunk(name, body, size=None):
    return name + struct.pack("<I", len(body) if size is None else size) + body + b"\0" * (len(body) % 2)


def riff(*chunks, size=None):
    body = b"WAVE" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body) if size is None else size) + body


def strays(pcm, rate=16000):
    """Give the greatest distance of `pcm` from the sine nearest to it (edges left out)."""
    got = np.frombuffer(pcm, "<i2")[200:-200] / 32768
    at = 2 * np.pi * TONE_HZ * np.arange(len(got)) / rate
    basis = np.stack([np.sin(at), np.cos(at)], axis=1)
    amplitudes, *_ = np.linalg.lstsq(basis, got, rcond=None)
    assert np.hypot(*amplitudes) == pytest.approx(0.5, abs=0.01)
    return np.abs(got - basis @ amplitudes).max()


def refusal(payload):
    with pytest.raises(BadInput) as caught:
        PayloadDecoder().decode(payload)
    assert caught.value.reason.endswith(".")
    return caught.value.code


@pytest.mark.parametrize("length", [320, 1920, 6400])
def test_raw_pcm_is_taken_as_it_is(length):
    assert PayloadDecoder().decode(bytes(length)) == Chunk(bytes(length))


def test_header_gives_sequence_and_time():
    payload = HEADER_MAGIC + struct.pack("<II", 7, 0xFFFFFFFF) + PCM
    assert PayloadDecoder().decode(payload) == Chunk(PCM, 7, 0xFFFFFFFF)


def test_wav_of_our_own_format_is_bit_exact():
    assert PayloadDecoder().decode(write_wav(PCM, 16000)) == Chunk(PCM)


@pytest.mark.parametrize("subtype", ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE"])
@pytest.mark.parametrize("container", ["WAV", "WAVEX"])
@pytest.mark.parametrize("channels", [1, 2, 16])
def test_every_width_and_channel_count(subtype, container, channels):
    pcm = PayloadDecoder().decode(encoded(tone(16000, 0.2, channels), 16000, subtype, container)).pcm
    assert len(pcm) == 6400
    assert strays(pcm) < (0.01 if subtype == "PCM_U8" else 1e-4)


@pytest.mark.parametrize("rate", [4000, 8000, 11025, 22050, 44100, 48000, 96000, 192000])
def test_a_stream_of_wav_chunks_has_no_clicks_at_the_joins(rate):
    decoder, samples, step = PayloadDecoder(), tone(rate, 1.0), rate * 60 // 1000
    pcm = b"".join(
        decoder.decode(encoded(samples[i : i + step], rate)).pcm for i in range(0, len(samples), step)
    )
    assert 31800 <= len(pcm) <= 32000
    assert strays(pcm) < 1e-4


def test_the_resampler_begins_anew_when_the_format_changes():
    loud, quiet = encoded(tone(48000, 0.06), 48000), encoded(np.zeros((2880, 1)), 48000)
    other = encoded(tone(44100, 0.06), 44100)
    same, changed, raw = PayloadDecoder(), PayloadDecoder(), PayloadDecoder()
    for decoder, between in ((same, loud), (changed, other), (raw, PCM)):
        decoder.decode(loud)
        decoder.decode(between)
    assert any(same.decode(quiet).pcm)
    assert not any(changed.decode(quiet).pcm)
    assert not any(raw.decode(quiet).pcm)


def test_chunks_in_any_order_and_strange_ones():
    data, form = chunk(b"data", PCM), chunk(b"fmt ", fmt())
    for parts in ([form, data], [data, form], [chunk(b"LIST", b"odd"), data, chunk(b"junk", b"12345"), form]):
        assert PayloadDecoder().decode(riff(*parts)).pcm == PCM


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF, 0x80000000, 0x7FFFF000])
@pytest.mark.parametrize("whole", [0, 36, 0xFFFFFFFF])
def test_streaming_headers_mean_until_the_end(size, whole):
    payload = riff(chunk(b"fmt ", fmt()), chunk(b"data", PCM, size=size), size=whole)
    assert PayloadDecoder().decode(payload).pcm == PCM


def test_extensible_format_is_read_by_its_guid():
    body = fmt(encoding=0xFFFE) + struct.pack("<HHI", 22, 16, 4) + b"\1\0"
    data = chunk(b"data", PCM)
    assert PayloadDecoder().decode(riff(chunk(b"fmt ", body + GUID), data)).pcm == PCM
    assert refusal(riff(chunk(b"fmt ", body + b"x" * 14), data)) == "wav_encoding"


def test_samples_beyond_full_scale_are_clipped():
    loud = np.full(16, 1e30, "<f4").tobytes()
    pcm = PayloadDecoder().decode(riff(chunk(b"fmt ", fmt(bits=32, encoding=3)), chunk(b"data", loud))).pcm
    assert set(np.frombuffer(pcm, "<i2")) == {32767}


WHOLE = write_wav(PCM, 16000)
DATA = chunk(b"data", PCM)
REFUSED = {
    "audio_empty": [b"", HEADER_MAGIC + bytes(8)],
    "audio_odd_length": [bytes(321), HEADER_MAGIC + bytes(9)],
    "audio_too_large": [bytes(64 * 1024 + 2), write_wav(bytes(2 * 1024 * 1024), 16000)],
    "audio_too_long": [riff(chunk(b"fmt ", fmt(rate=8000, bits=8)), chunk(b"data", bytes(8000 * 61)))],
    "audio_is_text": [b"turn on the light", "enciende la luz del salón".encode(), b"a\nb\n"],
    "audio_is_json": [b'{"text": "hello"}', b" [1, 2]\n"],
    "audio_container": [b"OggS" + bytes(100), b"fLaC" + bytes(100), b"RIFX" + WHOLE[4:], b"RF64" + WHOLE[4:]],
    "wav_truncated": [
        WHOLE[:-100],
        WHOLE[:40],
        WHOLE[:20],
        WHOLE[:8],
        WHOLE[:-1],
        riff(chunk(b"fmt ", fmt()), chunk(b"data", PCM + b"\0\0", size=0), size=0)[:-1],
    ],
    "wav_header": [b"RIFF" + bytes(range(256)), b"RIFF\x24\0\0\0AVI " + WHOLE[12:]],
    "wav_sizes": [
        WHOLE + b"garbage after the end",
        riff(chunk(b"fmt ", fmt()), DATA, size=100),
        riff(chunk(b"fmt ", fmt()), DATA, size=len(WHOLE) + 500),
        riff(chunk(b"fmt ", fmt(block=3)), DATA),
    ],
    "wav_no_format": [riff(DATA), riff(chunk(b"fmt ", b"short"), DATA)],
    "wav_no_data": [
        write_wav(b"", 16000),
        riff(chunk(b"fmt ", fmt())),
        riff(chunk(b"fmt ", fmt()), chunk(b"data", b""), chunk(b"LIST", b"1234")),
    ],
    "wav_encoding": [
        riff(chunk(b"fmt ", f), DATA)
        for f in (fmt(encoding=0x55), fmt(bits=12), fmt(bits=0), fmt(encoding=3))
    ],
    "wav_channels": [riff(chunk(b"fmt ", fmt(channels=n)), DATA) for n in (0, 17, 4000)],
    "wav_rate": [riff(chunk(b"fmt ", fmt(rate=n)), DATA) for n in (0, 1, 3999, 192001, 0xFFFFFFFF)],
    "wav_samples": [
        riff(chunk(b"fmt ", fmt(bits=32, encoding=3)), chunk(b"data", np.array([0, bad], "<f4").tobytes()))
        for bad in (np.nan, np.inf)
    ],
}


@pytest.mark.parametrize(("code", "payload"), [(code, p) for code, ps in REFUSED.items() for p in ps])
def test_refused(code, payload):
    assert refusal(payload) == code


def test_a_refusal_leaves_the_stream_usable():
    decoder = PayloadDecoder()
    for payload in (p for payloads in REFUSED.values() for p in payloads):
        with pytest.raises(BadInput):
            decoder.decode(payload)
        assert decoder.decode(PCM).pcm == PCM


def test_fuzzed_payloads_are_decoded_or_refused_and_nothing_else():
    rng = random.Random(20)
    seeds = [
        encoded(tone(rate, 0.02, channels), rate, subtype, container)
        for rate, channels, subtype, container in [
            (16000, 1, "PCM_16", "WAV"),
            (48000, 2, "PCM_24", "WAVEX"),
            (44100, 1, "FLOAT", "WAV"),
            (8000, 3, "DOUBLE", "WAVEX"),
        ]
    ] + [HEADER_MAGIC + bytes(8) + PCM]
    decoder, decoded, refused = PayloadDecoder(), 0, 0
    for _ in range(3000):
        payload = bytearray(rng.choice(seeds))
        for _ in range(rng.randint(1, 4)):
            at = rng.randrange(min(len(payload), rng.choice([60, len(payload)])))
            match rng.randrange(4):
                case 0:
                    payload[at] = rng.randrange(256)
                case 1:
                    payload[at : at + 4] = rng.choice(
                        [b"\xff" * 4, bytes(4), b"data", b"fmt ", b"\0\0\0\x80"]
                    )
                case 2:
                    del payload[at : at + rng.randint(1, 40)]
                case _:
                    payload[at:at] = rng.randbytes(rng.randint(1, 40))
            payload = payload or bytearray(b"x")
        try:
            assert len(decoder.decode(bytes(payload)).pcm) % 2 == 0
            decoded += 1
        except BadInput:
            refused += 1
    assert decoded > 100 and refused > 100


@pytest.mark.parametrize("rate", [8000, 16000, 44100])
def test_files_are_read_whole(tmp_path, rate):
    path = tmp_path / "a.wav"
    path.write_bytes(encoded(tone(rate, 70.0, 2), rate))
    pcm = read_wav(path)
    assert len(pcm) == pytest.approx(70 * 32000, abs=2)
    assert strays(pcm) < 1e-4


def test_files_that_cannot_be_read(tmp_path):
    text = tmp_path / "a.txt"
    text.write_text("hello, this is no recording")
    for path, code in [
        (tmp_path / "none.wav", "file_missing"),
        (tmp_path, "file_unreadable"),
        (text, "wav_header"),
    ]:
        with pytest.raises(BadInput) as caught:
            read_wav(path)
        assert caught.value.code == code


def test_written_wav_is_the_plain_form_and_reads_back():
    payload = write_wav(PCM, 24000)
    assert len(payload) == 44 + len(PCM)
    wav = parse_wav(payload)
    assert (wav.data, wav.rate, wav.channels, wav.bits) == (PCM, 24000, 1, 16)
    assert soundfile.info(io.BytesIO(payload)).samplerate == 24000
