"""The pictures of docs/, made again: pictures.py PROGRAM BROWSER DOCS

BROWSER is the folder that html.py has left its pictures in. What an office suite makes of a commented document is drawn
here. Look at every picture before it is kept.
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile

PROGRAM, BROWSER, DOCS = (pathlib.Path(arg).resolve() for arg in sys.argv[1:])
DEMO = pathlib.Path("fixtures/demo").resolve()
FROM_BROWSER = {
    "overview": "html-overview",
    "packet": "html-packet",
    "dark": "html-dark",
    "print-1": "html-print",
    "sheet-print-1": "sheet",
}
# Comments are drawn in the margin.
PDF = 'pdf:writer_pdf_Export:{"ExportNotesInMargin":{"type":"boolean","value":"true"}}'
MOST_BYTES = 200 << 10


def annotated(folder):
    """The first page of a document with its findings as comments."""
    subprocess.run([PROGRAM, "annotate", DEMO / "03-附件2缺失", "-o", folder / "out"], capture_output=True, check=False)
    paper = next((folder / "out").rglob("正文.docx"))
    shutil.copy(paper, folder / "paper.docx")
    convert = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'suite').as_uri()}", "--convert-to", PDF]
    subprocess.run([*convert, "--outdir", folder, folder / "paper.docx"], capture_output=True, check=True, timeout=300)
    draw = ["pdftoppm", "-r", "80", "-f", "1", "-l", "1", "-png", "-singlefile"]
    subprocess.run([*draw, folder / "paper.pdf", DOCS / "annotated"], check=True)


for name, kept in FROM_BROWSER.items():
    shutil.copy(BROWSER / f"{name}.png", DOCS / f"{kept}.png")
with tempfile.TemporaryDirectory() as folder:
    annotated(pathlib.Path(folder))
for picture in sorted(DOCS.glob("*.png")):
    size = picture.stat().st_size
    print(f"{picture.name}: {size >> 10} KB")
    assert size < MOST_BYTES, picture
