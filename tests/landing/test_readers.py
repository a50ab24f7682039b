"""Each format, from a tiny file to rows; and files that are not what they say."""

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.landing.kinds import FORMATS
from assets.landing.readers import Bad, Facts, Row, format_of, read


def rows(format, data, parse=None, name=""):
    return [entry.values for entry in read(format, data if isinstance(data, bytes) else data.encode(), parse or {}, name)
            if isinstance(entry, Row)]


def refusals(format, data, parse=None, name=""):
    return [entry for entry in read(format, data if isinstance(data, bytes) else data.encode(), parse or {}, name)
            if isinstance(entry, Bad)]


def encoding_of(data, format="txt"):
    facts = Facts()
    list(read(format, data, {}, "", facts))
    return facts.encoding


# -- tables --------------------------------------------------------------------------------------------------------------

def test_a_table_finds_its_delimiter_and_keeps_quoted_line_ends():
    assert rows("csv", 'a;b\n1;"x\ny"\n') == [{"a": "1", "b": "x\ny"}]


def test_a_headerless_export_takes_its_names_from_the_contract():
    assert rows("csv", "1\tAnna\n2\tBea\n", {"header": False, "names": ["no", "who"], "delimiter": "\t"}) == [
        {"no": "1", "who": "Anna"}, {"no": "2", "who": "Bea"}]


def test_an_export_with_delimiter_and_row_end_of_its_own_is_read():
    parse = {"header": False, "names": ["no", "text"], "delimiter": "+|", "row_end": "&|"}
    assert rows("csv", "1+|two\nlines&|\n2+|one&|\n", parse) == [{"no": "1", "text": "two\nlines"}, {"no": "2", "text": "one"}]


def test_loose_quotes_in_speech_do_not_swallow_rows():
    assert len(rows("tsv", 'who\tsaid\nA\t"hello\nB\t6" wide\nC\tfine\n')) == 3


def test_a_row_of_the_wrong_width_goes_to_quarantine_and_the_next_is_read():
    found = list(read("csv", b"a,b\n1,2\n3\n4,5,6\n7,8\n"))
    assert [entry.locator for entry in found if isinstance(entry, Row)] == ["row 1", "row 4"]
    assert [entry.locator for entry in found if isinstance(entry, Bad)] == ["row 2", "row 3"]


def test_blank_lines_and_lines_of_delimiters_are_no_records():
    assert len(rows("csv", "a,b\n\n,\n1,2\n")) == 1


def test_repeated_and_empty_column_names_stay_apart():
    assert list(rows("csv", ",n,n\n1,2,3\n")[0]) == ["column_1", "n", "n_2"]


def test_rows_with_bare_line_ends_are_joined_until_they_are_whole():
    assert rows("csv", "1\tfirst\nsecond\tend\n", {"header": False, "names": ["no", "text", "mark"], "delimiter": "\t",
                                                  "quote": None, "rejoin": True}) == [{"no": "1", "text": "first\nsecond", "mark": "end"}]


def test_a_parquet_file_and_a_workbook_give_rows_by_column(tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq
    sink = io.BytesIO()
    pq.write_table(pa.table({"code": ["a", "b"], "price": [1.5, None]}), sink)
    assert rows("parquet", sink.getvalue()) == [{"code": "a", "price": 1.5}, {"code": "b", "price": None}]


# -- trees ---------------------------------------------------------------------------------------------------------------

def test_records_are_found_in_a_tree_and_know_the_keys_above_them():
    tree = {"silk": {"terms": {"warp": {"text": "lengthwise"}, "weft": {"text": "crosswise"}}}}
    found = rows("json", json.dumps(tree), {"records": "*.terms.*"})
    assert [(row["_key1"], row["_key"], row["text"]) for row in found] == [("silk", "warp", "lengthwise"), ("silk", "weft", "crosswise")]


def test_one_bad_line_of_json_lines_is_one_refusal():
    found = list(read("jsonl", b'{"a": 1}\n{"a": \n{"a": 3}\n'))
    assert [type(entry) for entry in found] == [Row, Bad, Row]
    assert found[1].locator == "line 2"


# -- texts ---------------------------------------------------------------------------------------------------------------

def test_a_text_is_whole_or_in_paragraphs_or_cut_where_the_contract_says():
    text = "One.\n\nTwo.\n\nThree.\n"
    assert [row["text"] for row in rows("txt", text)] == [text]
    assert [row["text"] for row in rows("txt", text, {"split": "paragraph"})] == ["One.", "Two.", "Three."]
    assert [row["text"] for row in rows("txt", "I\na\nII\nb", {"split": r"^[IV]+$"})] == ["I\na", "II\nb"]


def test_markdown_gives_front_matter_and_title():
    found = rows("md", "---\nseason: SS26\n---\n# A new knot\n\nText.\n")[0]
    assert (found["season"], found["title"]) == ("SS26", "A new knot")
    assert "season" not in found["text"]


def test_a_transcript_kept_as_text_becomes_turns():
    found = rows("md", "Intro\n\n**Ada:** Hello.\n\n**Bo:** Hi.\nAgain.\n", {"turns": r"^\*\*(?P<speaker>[^*]+):\*\*"})[0]
    assert [(turn.get("speaker"), turn["text"]) for turn in found["turns"]] == [(None, "Intro"), ("Ada", "Hello."), ("Bo", "Hi.\nAgain.")]


def test_a_rich_text_file_gives_its_words():
    assert "Caf\u00e9" in rows("rtf", rb"{\rtf1\ansi\ansicpg1252 Caf\'e9 noir\par}")[0]["text"]


def test_no_text_of_a_page_is_lost_when_the_main_part_is_small():
    page = "<html lang=fr><title>T</title><body>" + "".join(f"<div>Menu {n}</div>" for n in range(40)) + "<p>Soie.</p></body></html>"
    found = rows("html", page)[0]
    assert "Soie." in found["text"] and "Menu 39" in found["text"]
    assert (found["title"], found["language"]) == ("T", "fr")


def test_xml_rows_are_found_by_path_with_children_and_attributes():
    xml = "<cat><item no='1'><name>Sac</name><tag>a</tag><tag>b</tag></item><other/><item no='2'><name>Gant</name></item></cat>"
    assert rows("xml", xml, {"row_xpath": "cat/item"}) == [{"@no": "1", "name": "Sac", "tag": ["a", "b"]}, {"@no": "2", "name": "Gant"}]


def test_a_mail_gives_its_text_and_refuses_its_attachments():
    from email.message import EmailMessage
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "Commande", "a@example.com", "b@example.com"
    mail.set_content("Bonjour,\nmerci.")
    mail.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="secret name.pdf")
    found = list(read("eml", mail.as_bytes()))
    assert found[0].values["subject"] == "Commande" and "merci" in found[0].values["text"]
    assert found[1] == Bad("attachment 1", "attachments are not opened; deliver the file by itself")


def test_a_word_document_gives_paragraphs_and_tables():
    from docx import Document
    document, sink = Document(), io.BytesIO()
    document.add_heading("Reprise", 1)
    document.add_paragraph("Point sellier.")
    document.add_table(1, 2).rows[0].cells[1].text = "lin"
    document.save(sink)
    found = rows("docx", sink.getvalue())[0]
    assert found["title"] == "Reprise" and "Point sellier." in found["text"] and "lin" in found["text"]


# -- speech and scans ----------------------------------------------------------------------------------------------------

def test_subtitles_become_turns_with_seconds_and_speakers():
    vtt = "WEBVTT\n\n00:01.000 --> 00:02.500\n<v Ada>Hello</v>\n\n00:03.000 --> 00:04.000\nBo: Hi\n"
    assert rows("vtt", vtt)[0]["turns"] == [
        {"speaker": "Ada", "text": "Hello", "start": 1.0, "end": 2.5}, {"speaker": "Bo", "text": "Hi", "start": 3.0, "end": 4.0}]
    srt = "1\n00:00:01,000 --> 00:00:02,000\nOne\n\n2\nno times\n"
    assert len(rows("srt", srt)[0]["turns"]) == 1 and len(refusals("srt", srt)) == 1


@pytest.mark.parametrize("shape", [
    {"segments": [{"speaker": "A", "text": "one", "start": 0, "end": 1.5, "confidence": 0.9}]},
    [{"speaker": "A", "text": "one", "start": 0, "end": 1.5, "confidence": 0.9}],
    {"results": [{"alternatives": [{"transcript": "one", "confidence": 0.9, "words": [
        {"word": "one", "startTime": "0s", "endTime": "1.5s", "speakerTag": "A"}]}]}]},
    {"results": {"items": [{"type": "pronunciation", "start_time": "0", "end_time": "1.5", "speaker_label": "A",
                            "alternatives": [{"content": "one", "confidence": "0.9"}]}]}},
    {"monologues": [{"speaker": "A", "elements": [{"type": "text", "value": "one", "ts": 0, "end_ts": 1.5, "confidence": 0.9}]}]},
])
def test_transcripts_of_every_common_shape_give_the_same_turn(shape):
    turn = rows("transcript", json.dumps(shape))[0]["turns"][0]
    assert {name: turn[name] for name in ("speaker", "text", "start", "end", "confidence")} == {
        "speaker": "A", "text": "one", "start": 0.0, "end": 1.5, "confidence": 0.9}


ALTO = """<alto><Layout><Page><PrintSpace><TextBlock><TextLine><String CONTENT="Sac" WC="0.8"/><String CONTENT="rouge" WC="0.6"/>
</TextLine></TextBlock><TextBlock><TextLine><String CONTENT="Prix"/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>"""


def test_a_scan_gives_pages_or_regions_and_how_sure_it_is():
    page = rows("alto", ALTO)[0]
    assert page["text"] == "Sac rouge\n\nPrix" and page["confidence"] == pytest.approx(0.7)
    assert [row["text"] for row in rows("alto", ALTO, {"split": "region"})] == ["Sac rouge", "Prix"]


def test_hocr_gives_lines_with_word_confidence():
    hocr = "<div class='ocr_page'><div class='ocr_carea'><span class='ocr_line'><span class='ocrx_word' title='x_wconf 90'>Fil</span></span></div></div>"
    assert (rows("hocr", hocr)[0]["text"], rows("hocr", hocr)[0]["confidence"]) == ("Fil", 0.9)


def test_a_thesaurus_gives_concepts_in_a_lasting_order():
    ttl = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    <urn:b> a skos:Concept ; skos:prefLabel "taffetas"@fr, "tabby"@en ; skos:broader <urn:a> ; skos:definition "plain weave"@en .
    <urn:a> a skos:Concept ; skos:prefLabel "weave"@en . <urn:x> <urn:y> "no concept" ."""
    found = rows("ttl", ttl)
    assert [row["concept_id"] for row in found] == ["urn:a", "urn:b"]
    assert (found[1]["label"], found[1]["labels"]["fr"], found[1]["broader"], found[1]["text"]) == ("tabby", "taffetas", "urn:a", "plain weave")


def test_a_crawl_gives_its_pages_with_address_and_date():
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter
    sink = io.BytesIO()
    writer = WARCWriter(sink, gzip=True)
    headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
    writer.write_record(writer.create_warc_record("http://a.example/", "response", io.BytesIO("<p>Étoffe</p>".encode()), http_headers=headers))
    image = StatusAndHeaders("200 OK", [("Content-Type", "image/png")], protocol="HTTP/1.1")
    writer.write_record(writer.create_warc_record("http://a.example/i", "response", io.BytesIO(b"\x89PNG"), http_headers=image))
    found = list(read("warc", sink.getvalue(), {}, "x.warc.gz"))
    assert (found[0].values["url"], found[0].values["text"]) == ("http://a.example/", "Étoffe")
    assert found[1] == Bad("record 2", "the page is no text")


def test_pictures_and_recordings_are_catalogued_by_their_header():
    import wave

    from PIL import Image
    picture, sound = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (30, 20)).save(picture, "PNG")
    with wave.open(sound, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(b"\x00" * 16000)
    found = rows("media", picture.getvalue())[0]
    assert (found["media_type"], found["width"], found["height"], found["bytes"]) == ("image/png", 30, 20, len(picture.getvalue()))
    assert rows("media", sound.getvalue())[0]["seconds"] == 1.0


def test_a_pdf_gives_a_row_a_page_and_refuses_the_empty_ones():
    found = list(read("pdf", pdf("Cuir gras", None)))
    assert found[0].locator == "page 1" and "Cuir gras" in found[0].values["text"]
    assert found[1].locator == "page 2" and "no text" in found[1].reason


def pdf(*pages):
    """A PDF of one line of text a page, or of none."""
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject
    writer = PdfWriter()
    for text in pages:
        page = writer.add_blank_page(200, 200)
        if text:
            font = DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
                                     NameObject("/BaseFont"): NameObject("/Helvetica")})
            page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})})
            stream = DecodedStreamObject()
            stream.set_data(f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET".encode())
            page[NameObject("/Contents")] = writer._add_object(stream)
    sink = io.BytesIO()
    writer.write(sink)
    return sink.getvalue()


# -- encodings -----------------------------------------------------------------------------------------------------------

FRENCH = "L\u2019\u00e9toffe \u00e0 c\u00f4tes, d\u00e9j\u00e0 tiss\u00e9e \u2013 \u00ab\u00a0\u00e9t\u00e9\u00a0\u00bb. " * 5


@pytest.mark.parametrize(("encoding", "said"), [
    ("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be"),
    ("cp1252", "cp1252"), ("mac-roman", "mac-roman")])
def test_french_is_read_in_every_encoding_an_archive_has(encoding, said):
    data = FRENCH.encode(encoding)
    assert encoding_of(data) == said
    assert rows("txt", data)[0]["text"].strip("\ufeff") == FRENCH


def test_one_damaged_row_of_a_utf8_table_is_one_refusal():
    good = "".join(f"{n},caf\u00e9\n" for n in range(50)).encode()
    found = list(read("csv", b"n,what\n" + good + b"x,caf\xe9\n" + good))
    assert len([entry for entry in found if isinstance(entry, Row)]) == 100
    assert [entry.locator for entry in found if isinstance(entry, Bad)] == ["row 51"]


# -- hostile and mistaken ------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("format", "data", "said"), [
    ("csv", b"", "the file is empty"),
    ("txt", b"   \n\n", "holds no text"),
    ("txt", b"abc\x00def" * 10, "NUL bytes"),
    ("csv", b"%PDF-1.7 ...", "the content is a PDF, not text"),
    ("pdf", b"just text", "no PDF"),
    ("pdf", b"%PDF-1.4\nbroken", "damaged"),
    ("docx", b"PK\x03\x04broken", "damaged"),
    ("xlsx", b"a,b\n1,2", "no workbook"),
    ("parquet", b"PAR1 and no more", "damaged"),
    ("json", b'{"a": ', "no valid JSON"),
    ("json", b"[" * 100000, "nested too deeply"),
    ("media", b"no picture", "no picture or recording"),
    ("media", b"\x89PNG\r\n\x1a\nbroken", "header is damaged"),
    ("eml", b"no header at all", "no mail"),
    ("warc", b"no archive", "broken"),
    ("transcript", b'{"weather": "fine"}', "shape of this transcript"),
    ("xml", b'<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><a>&c;</a>', "declares XML entities"),
    ("alto", b'<!DOCTYPE a SYSTEM "file:///etc/passwd" [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "declares XML entities"),
    ("xml", b"<a><b></a>", "no well-formed XML"),
    ("auto", b"whatever", "no reader is known"),
])
def test_what_is_not_what_it_says_is_refused_in_one_sentence(format, data, said):
    found = refusals(format, data)
    assert len(found) == 1 and said in found[0].reason


def test_a_value_beyond_fifty_megabytes_is_refused_and_the_rest_is_read():
    data = b'{"a": "' + b"x" * (51 << 20) + b'"}\n{"a": "small"}\n'
    found = list(read("jsonl", data))
    assert [type(entry) for entry in found] == [Bad, Row]


def test_an_encrypted_pdf_is_refused():
    from pypdf import PdfReader, PdfWriter
    writer, sink = PdfWriter(PdfReader(io.BytesIO(pdf("secret")))), io.BytesIO()
    writer.encrypt("word", algorithm="RC4-128")
    writer.write(sink)
    assert "encrypted" in refusals("pdf", sink.getvalue())[0].reason


CANARY = "Zephyrine Quatremaine"


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([one for one in FORMATS if one != "auto"]), st.binary(max_size=300), st.sampled_from(
    [b"", b"PK\x03\x04", b"%PDF-1.5\n", b"\x1f\x8b\x08", b"PAR1", b"RIFF\x00\x00\x00\x00WAVE", b"{\\rtf1 ", b"WARC/1.0\r\n", b"<alto>", b"[{", b"\x28\xb5\x2f\xfd",
     b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"a,b\n", b"<html>", b"WEBVTT\n\n", b"\xff\xfe", b"From: x\n\n"]))
def test_no_bytes_raise_and_no_reason_repeats_them(format, noise, start):
    data = start + noise + CANARY.encode()
    for entry in read(format, data, {}, "x"):
        if isinstance(entry, Bad):
            assert CANARY not in entry.reason and CANARY not in entry.locator


def test_parsers_that_quote_a_file_are_hushed(capfd, caplog):
    caplog.set_level(0)
    warc = b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nab" + CANARY.encode() + b"\n\r\n"
    damaged = pdf(CANARY).replace(b"endobj", b"endxbj").replace(b"startxref", CANARY.encode())
    for format, data in (("warc", warc), ("pdf", damaged), ("html", f"<html><meta name='date' content='{CANARY}'><p>{CANARY}</p>".encode())):
        list(read(format, data, {}, CANARY))
    heard = "".join(capfd.readouterr()) + caplog.text
    assert CANARY not in heard


def test_formats_are_known_by_suffix():
    assert [format_of(name) for name in ("a.CSV", "b.htm", "c.jpeg", "d.ndjson", "e", "f.xyz")] == ["csv", "html", "media", "jsonl", None, None]
