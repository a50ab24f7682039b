"""Subtitles and transcripts: who said what, when, and how sure the recogniser was.

Belongs here: vtt, srt and the JSON that speech services write, all as turns (speaker, text, start, end in seconds,
confidence 0..1). Not here: roles (mapping).
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from assets.landing.readers.base import Bad, Row, Source, pick
from assets.landing.readers.refusal import Refuse
from assets.landing.readers.trees import _records

_TIMES = re.compile(r"^\s*((?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3})\s*-->\s*((?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3})")
_VOICE = re.compile(r"<v(?:\.[\w.]+)?\s+([^>]+)>")
_TAG = re.compile(r"</?[a-zA-Z0-9][^>]*>")
_NAMED = re.compile(r"^\s*(?:>>\s*)?([^\W\d_][\w'’. -]{0,40}?)\s*:\s+(?=\S)")


def read(source: Source, format: str, parse: dict[str, Any]) -> Iterator[Row | Bad]:
    text = source.whole_text(parse)
    if format == "transcript":
        yield from _transcripts(text, parse)
        return
    turns, bad = _cues(text, format)
    if not turns and not bad:
        raise Refuse("the file holds no subtitles; deliver it again or correct the contract's format")
    if turns:
        yield Row("cues", {"turns": turns, "text": "\n".join(turn["text"] for turn in turns)})
    yield from bad


def _cues(text: str, format: str) -> tuple[list[dict[str, Any]], list[Bad]]:
    turns: list[dict[str, Any]] = []
    bad: list[Bad] = []
    number = 0
    for block in re.split(r"\n[ \t]*\n+", text.lstrip("\ufeff").strip("\n")):
        lines = block.split("\n")
        at = next((position for position, line in enumerate(lines[:3]) if "-->" in line), None)
        if at is None:
            if not lines[0].startswith(("WEBVTT", "NOTE", "STYLE", "REGION", "X-TIMESTAMP")) and block.strip():
                number += 1
                bad.append(Bad(f"cue {number}", "the cue has no times"))
            continue
        number += 1
        times = _TIMES.match(lines[at])
        if times is None:
            bad.append(Bad(f"cue {number}", "the cue's times cannot be read"))
            continue
        said = "\n".join(lines[at + 1:])
        voice = _VOICE.search(said)
        said = _TAG.sub("", said).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").strip()
        speaker = voice[1].strip() if voice else None
        if speaker is None and (named := _NAMED.match(said)):
            speaker, said = named[1], said[named.end():]
        if said:
            turns.append({"speaker": speaker, "text": said, "start": seconds(times[1]), "end": seconds(times[2])})
    return turns, bad


def seconds(written: Any) -> float | None:
    """A time as seconds: 01:02:03.5, 02:03,5, 3.5 or '3.5s'."""
    if written is None or isinstance(written, bool):
        return None
    if isinstance(written, int | float):
        return float(written)
    total = 0.0
    try:
        for part in str(written).strip().rstrip("s").replace(",", ".").split(":"):
            total = total * 60 + float(part)
    except ValueError:
        return None
    return round(total, 3)


def _transcripts(text: str, parse: dict[str, Any]) -> Iterator[Row | Bad]:
    try:
        tree = json.loads(text)
    except ValueError:
        raise Refuse("the file is no valid JSON; deliver it again or correct the contract's format") from None
    path = [step for step in parse.get("records", "").split(".") if step]
    found = list(_records(tree, path, "")) if path else [("transcript", [], tree)]
    if not found:
        raise Refuse("the contract's parse.records leads nowhere in this file; correct the path")
    for place, keys, node in found:
        turns = turns_of(node)
        if not turns:
            yield Bad(place, "no turns were found; the shape of this transcript is not known")
            continue
        facts = {name: value for name, value in node.items() if not _is_long(value)} if isinstance(node, dict) else {}
        sure = [turn["confidence"] for turn in turns if turn.get("confidence") is not None]
        yield Row(place, {**facts, "turns": turns, "text": "\n".join(turn["text"] for turn in turns),
                          "confidence": round(sum(sure) / len(sure), 6) if sure else None, **({"_key": keys[-1]} if keys else {})})


def _is_long(value: Any) -> bool:
    """A list of mappings or lists: words and turns, not a fact about the conversation."""
    return isinstance(value, list) and any(isinstance(entry, list | dict) for entry in value)


def turns_of(node: Any) -> list[dict[str, Any]]:
    """Turns in any of the common shapes, or an empty list."""
    if isinstance(node, list):
        return [turn for turn in map(turn_of, node) if turn]
    if not isinstance(node, dict):
        return []
    if isinstance(node.get("monologues"), list):
        return [turn for turn in map(_monologue, node["monologues"]) if turn]
    results = node.get("results")
    if isinstance(results, dict):
        if isinstance(results.get("items"), list):
            return _items(results)
        return turns_of(results.get("utterances")) or _channels(results.get("channels")) or turns_of(results)
    if isinstance(results, list):
        return [turn for turn in map(_alternative, results) if turn]
    for name in ("turns", "segments", "utterances", "cues", "dialogue", "conversation", "messages", "transcript", "sentences",
                 "original", "log", "phrases", "recognizedPhrases"):
        if isinstance(node.get(name), list) and (turns := turns_of(node[name])):
            scale = 0.001 if name == "utterances" and "audio_url" in node else 1.0     # milliseconds
            return [{**turn, **{k: round(turn[k] * scale, 3) for k in ("start", "end") if turn.get(k) is not None}} for turn in turns]
    return []


def turn_of(entry: Any) -> dict[str, Any] | None:
    """One turn: a mapping in some service's words, a [speaker, text] pair, or a bare text."""
    if isinstance(entry, str):
        return {"text": entry} if entry.strip() else None
    if isinstance(entry, list | tuple):
        if len(entry) >= 2 and all(isinstance(part, str) for part in entry[:2]) and entry[1].strip():
            return {"speaker": entry[0], "text": entry[1]}
        return None
    if not isinstance(entry, dict):
        return None
    text = pick(entry.get(name) for name in ("text", "utterance", "transcript", "content", "message", "line", "said", "display"))
    if not isinstance(text, str) or not text.strip():
        return None
    speaker = pick(entry.get(name) for name in (
        "speaker", "speaker_name", "speaker_label", "speakerTag", "channel", "from", "author", "name", "role"))
    if isinstance(speaker, dict):
        speaker = pick(speaker.get(name) for name in ("name", "label", "id"))
    role = entry.get("role")
    confidence = pick(entry.get(name) for name in ("confidence", "avg_confidence", "score"))
    return {
        "speaker": None if speaker is None else str(speaker), "role": role if isinstance(role, str) else None,
        "text": text.strip(),
        "start": seconds(pick(entry.get(name) for name in ("start", "start_time", "startTime", "begin", "ts", "time"))),
        "end": seconds(pick(entry.get(name) for name in ("end", "end_time", "endTime", "stop", "end_ts"))),
        "confidence": float(confidence) if isinstance(confidence, int | float) and not isinstance(confidence, bool) else None,
    }


def _monologue(entry: Any) -> dict[str, Any] | None:
    parts = [part for part in (entry.get("elements") or [] if isinstance(entry, dict) else []) if isinstance(part, dict)]
    return _joined(parts, entry.get("speaker") if isinstance(entry, dict) else None, "", "value", "ts", "end_ts")


def _items(results: dict) -> list[dict[str, Any]]:
    """Words and punctuation in one list, each with its speaker or with speaker segments beside it."""
    labels = {}
    spoken = results.get("speaker_labels")
    for segment in (spoken.get("segments") or [] if isinstance(spoken, dict) else []):
        for word in segment.get("items") or []:
            labels[word.get("start_time")] = word.get("speaker_label") or segment.get("speaker_label")
    groups: list[tuple[Any, list[dict]]] = []
    for item in results["items"]:
        if not isinstance(item, dict) or not item.get("alternatives"):
            continue
        best = item["alternatives"][0]
        mark = item.get("type") == "punctuation"
        speaker = groups[-1][0] if mark and groups else item.get("speaker_label") or labels.get(item.get("start_time"))
        word = {"value": best.get("content", ""), "type": "punct" if mark else "text", "confidence": None if mark else best.get("confidence"),
                "ts": item.get("start_time"), "end_ts": item.get("end_time")}
        if not groups or groups[-1][0] != speaker:
            groups.append((speaker, []))
        groups[-1][1].append(word)
    return [turn for speaker, words in groups if (turn := _joined(words, speaker, " ", "value", "ts", "end_ts"))]


def _joined(parts: list[dict], speaker: Any, glue: str, text: str, start: str, end: str) -> dict[str, Any] | None:
    said = ""
    for part in parts:
        value = str(part.get(text) or "")
        said += value if not said or part.get("type") == "punct" else glue + value
    times = [(seconds(part.get(start)), seconds(part.get(end))) for part in parts]
    sure = [float(part["confidence"]) for part in parts if isinstance(part.get("confidence"), int | float | str) and _is_number(part["confidence"])]
    return {
        "speaker": None if speaker is None else str(speaker), "text": said.strip(),
        "start": next((first for first, _ in times if first is not None), None),
        "end": next((last for _, last in reversed(times) if last is not None), None),
        "confidence": round(sum(sure) / len(sure), 6) if sure else None} if said.strip() else None


def _is_number(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True


def _alternative(entry: Any) -> dict[str, Any] | None:
    if not isinstance(entry, dict) or not isinstance(entry.get("alternatives"), list) or not entry["alternatives"]:
        return turn_of(entry)
    best = entry["alternatives"][0]
    words = [word for word in best.get("words") or [] if isinstance(word, dict)]
    turn = turn_of({"text": best.get("transcript"), "confidence": best.get("confidence"),
                    "speaker": pick(word.get("speakerTag") or word.get("speaker") for word in words)})
    if turn and words:
        turn["start"] = seconds(pick(word.get(name) for word in words[:1] for name in ("startTime", "start")))
        turn["end"] = seconds(pick(word.get(name) for word in words[-1:] for name in ("endTime", "end")))
    return turn


def _channels(channels: Any) -> list[dict[str, Any]]:
    if not isinstance(channels, list):
        return []
    return [turn for channel in channels for turn in [_alternative(channel)] if turn]
