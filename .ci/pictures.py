"""The pictures of docs/, made again: pictures.py PROGRAM BROWSER DOCS

BROWSER is the folder that html.py has left its pictures in. What an office suite makes of a commented document is drawn
here. Look at every picture before it is kept.
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import zipfile

PROGRAM, BROWSER, DOCS = (pathlib.Path(arg).resolve() for arg in sys.argv[1:])
DEMO = pathlib.Path("fixtures/demo").resolve()
FROM_BROWSER = {
    "overview": "html-overview",
    "packet": "html-packet",
    "dark": "html-dark",
    "print-1": "html-print",
    "sheet-print-1": "sheet",
}
# Slips of the pen in a document of the demo, so that there is something to comment on.
SLIPS = {
    "〔2026〕14号": "[2026]第14号",
    "各乡镇人民政府：": "各乡镇人民政府:",
    "同意，现将": "同意,现将",
    "一、落实值守责任": "一、落实值守责任。",
}
# Comments are printed in the margin.
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Writer/Print/Content"><prop oor:name="Note"><value>4</value></prop></item>
</oor:items>
"""
MOST_BYTES = 200 << 10


def slipped(paper, to):
    with zipfile.ZipFile(paper) as old, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename == "word/document.xml":
                text = data.decode()
                for right, wrong in SLIPS.items():
                    assert right in text, right
                    text = text.replace(right, wrong, 1)
                data = text.encode()
            new.writestr(part, data)


def annotated(folder):
    """The first page of a document with its findings as comments, as an office suite prints it."""
    packet, profile = folder / "packet", folder / "profile" / "user"
    shutil.copytree(DEMO / "03-附件2缺失", packet)
    slipped(DEMO / "03-附件2缺失" / "正文.docx", packet / "正文.docx")
    subprocess.run([PROGRAM, "annotate", packet, "-o", folder / "out"], capture_output=True, check=False)
    shutil.copy(next((folder / "out").rglob("正文.docx")), folder / "paper.docx")
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(SETTINGS)
    suite = ["soffice", "--headless", f"-env:UserInstallation={profile.parent.as_uri()}", "--print-to-file"]
    subprocess.run([*suite, "--outdir", folder, folder / "paper.docx"], capture_output=True, check=True, timeout=300)
    part = ["-x", "60", "-y", "150", "-W", "800", "-H", "980", "-r", "110", "-f", "1", "-l", "1"]
    subprocess.run(["pdftoppm", *part, "-png", "-singlefile", folder / "paper.pdf", DOCS / "annotated"], check=True)


for name, kept in FROM_BROWSER.items():
    shutil.copy(BROWSER / f"{name}.png", DOCS / f"{kept}.png")
with tempfile.TemporaryDirectory() as folder:
    annotated(pathlib.Path(folder))
for picture in sorted(DOCS.glob("*.png")):
    size = picture.stat().st_size
    print(f"{picture.name}: {size >> 10} KB")
    assert size < MOST_BYTES, picture
