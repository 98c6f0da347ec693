"""The HTML report in a browser: read, filtered, jumped in, driven by keys, printed; nothing is loaded, nothing runs.

usage: html.py PROGRAM FOLDER [PART…]   (pictures and reports go to the folder; parts are the functions below)
"""

import base64
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

PROGRAM, FOLDER = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
DEMO = pathlib.Path("fixtures/demo").resolve()
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--window-size=1440,1000",
]
MOST_BYTES, MOST_SECONDS = 20 << 20, 2.0


def check(paths, output, *more, cwd=None):
    command = [PROGRAM, "check", *paths, "--format", "html", "-o", output, "--force", *more]
    done = subprocess.run(command, capture_output=True, cwd=cwd)
    assert done.returncode in (0, 1, 2) and output.exists(), done.stderr.decode()
    return output


class Browser:
    """A browser of its own with an empty profile."""

    def __init__(self):
        self.profile = tempfile.mkdtemp()
        options = webdriver.ChromeOptions()
        for flag in FLAGS + [f"--user-data-dir={self.profile}"]:
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        service = webdriver.ChromeService(shutil.which("chromedriver"))
        self.driver = webdriver.Chrome(options=options, service=service)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.driver.quit()
        shutil.rmtree(self.profile, ignore_errors=True)

    def open(self, page):
        self.driver.get("about:blank")
        self.driver.get_log("performance")
        self.driver.get_log("browser")
        self.driver.get(page.as_uri())
        return self

    def one(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def keys(self, keys):
        webdriver.ActionChains(self.driver).send_keys(keys).perform()

    def shown(self):
        return [p.get_attribute("id") for p in self.all("article.packet") if p.is_displayed()]

    def picture(self, name):
        self.run("document.activeElement.blur()")
        time.sleep(0.3)
        self.driver.save_screenshot(str(FOLDER / f"{name}.png"))

    def dark(self, on):
        feature = {"name": "prefers-color-scheme", "value": "dark" if on else "light"}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})

    def print(self, name):
        asked = {"preferCSSPageSize": True, "printBackground": True}
        pdf = base64.b64decode(self.driver.execute_cdp_cmd("Page.printToPDF", asked)["data"])
        (FOLDER / f"{name}.pdf").write_bytes(pdf)
        told = subprocess.run(["pdfinfo", FOLDER / f"{name}.pdf"], capture_output=True, text=True, check=True).stdout
        facts = dict(line.split(":", 1) for line in told.splitlines() if ":" in line)
        assert "A4" in facts["Page size"], facts
        subprocess.run(["pdftoppm", "-r", "90", "-png", FOLDER / f"{name}.pdf", FOLDER / name], check=True)
        return int(facts["Pages"])

    def stays(self, page, beside=()):
        """Nothing but the page itself and those beside it was asked for, and nothing was refused or went wrong in it."""
        events = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        asked = [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]
        own = {one.as_uri() for one in [page, *beside]}
        assert {url.split("#")[0] for url in asked} <= own, asked
        told = [entry["message"] for entry in self.driver.get_log("browser")]
        assert not told, told


def read(browser, page):
    browser.open(page)
    conclusion = browser.one("#conclusion").text
    assert conclusion == "共6件：5件不得印制", conclusion
    assert len(browser.shown()) == 6
    browser.picture("overview")
    # A tile, then a line of the chart, then words; each takes away what does not fit.
    browser.one(".tiles .good button").click()
    assert len(browser.shown()) == 1 and browser.one("[name=count]").text == "1 / 6 件"
    browser.one("#filter [type=reset]").click()
    time.sleep(0.2)
    assert len(browser.shown()) == 6
    browser.one(".chart button[data-set=rule]").click()
    few = browser.shown()
    assert 0 < len(few) < 6, few
    browser.keys(Keys.ESCAPE)
    time.sleep(0.2)
    assert len(browser.shown()) == 6
    browser.keys("/")
    browser.keys("附件2缺失")
    assert len(browser.shown()) == 1, browser.shown()
    browser.keys(Keys.ESCAPE)
    browser.keys(Keys.ESCAPE)
    time.sleep(0.2)
    # From finding to finding; its packet opens, and its place is on the screen.
    browser.keys("j")
    first = browser.one(".item.now").get_attribute("id")
    browser.keys("j")
    second = browser.one(".item.now").get_attribute("id")
    browser.keys("k")
    assert first != second and browser.one(".item.now").get_attribute("id") == first
    assert browser.one(".item.now").is_displayed()
    inside = "const r = arguments[0].getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight"
    assert browser.run(inside, browser.one(".item.now"))
    browser.run("document.querySelector('.item.now').closest('article').scrollIntoView()")
    browser.picture("packet")
    link = next(a for a in browser.all(".item a") if a.is_displayed())
    link.click()
    mark = browser.one(".pin.now")
    assert browser.run(inside, mark) and mark.get_attribute("id") == link.get_attribute("href").split("#")[1]
    mark.click()
    assert browser.run(inside, browser.one(".item.now"))
    browser.keys("?")
    assert browser.one("#help").is_displayed()
    browser.keys(Keys.ESCAPE)
    assert not browser.one("#help").is_displayed()
    browser.run("scrollTo(0, 0)")
    browser.dark(True)
    browser.picture("dark")
    browser.dark(False)
    pages = browser.print("print")
    assert pages in (7, 8), f"{pages} pages for an overview and six sheets"
    # One sheet alone.
    sheet = next(a for a in browser.all("a[href^='#s']") if a.is_displayed())
    sheet.click()
    assert browser.one(".sheet:target").is_displayed()
    browser.picture("sheet")
    assert browser.print("sheet-print") == 1
    browser.keys(Keys.ESCAPE)
    assert not browser.all(".sheet:target")
    browser.stays(page)


def without_scripts(browser, page):
    """The page says all of it, and hides what does nothing."""
    browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    browser.open(page)
    browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert not browser.one("#filter").is_displayed() and len(browser.shown()) == 6


def together(browser):
    """What stands between documents is stepped to behind the findings of the packets, and back."""
    folder = FOLDER / "together"
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("甲", "乙"):
        shutil.copytree(next(DEMO.glob("01-*")), folder / name)
    (folder / "丙").mkdir()
    (folder / "丙" / "正文.txt").write_text("青水发〔2026〕第3号\n\n青禾县水利局关于防汛的通知\n\n各站：\n　　请防汛，，。\n")
    page = check([folder.name], FOLDER / "together.html", cwd=FOLDER)
    browser.open(page)
    cards = browser.all("#together .card")
    assert cards, "the same number twice is found"
    browser.keys("k")
    assert "now" in cards[-1].get_attribute("class"), "back from the first is the last"
    browser.keys("j")
    assert browser.one(".item.now").is_displayed()
    browser.stays(page)


def hostile(browser):
    """Markup in every field does nothing."""
    bad = "<script>document.title='x'</script><img src=x onerror=\"document.title='x'\">'\"&"
    folder = FOLDER / "hostile"
    shutil.rmtree(folder, ignore_errors=True)
    name = "<script>alert(1)<\u2215script><img src=x onerror=alert(1)>"
    packet = folder / name
    packet.mkdir(parents=True)
    main = f"青水发〔2026〕第3号\n\n青禾县水利局关于{bad}的通知\n\n各站：\n　　请防汛{bad}，，（见附件）。\n\n　　附件：1. {bad}\n\n　　　　青禾县水利局\n　　　　2026年3月5日\n"
    form = f"青禾县水利局发文稿纸\n\n标题：{bad}\n密级：{bad}\n主送：{bad}\n拟稿单位：{bad}\n拟稿人：林远{bad}　2026年3月1日\n核稿：{bad}　2026年3月2日\n签发：{bad}\n份数：{bad}\n"
    (packet / f"正文{name}.txt").write_text(main)
    (packet / f"发文稿纸{name}.txt").write_text(form)
    (packet / f"附件1 {name}.xlsx").write_bytes(b"PK")
    text = json.dumps(bad, ensure_ascii=False)
    rule = "[[rule]]\nid = \"OWN-a\"\n" + "".join(f"{key} = {text}\n" for key in ("title", "title_en", "source", "help"))
    rule += f"severity = \"error\"\nmessage = {text}\ncheck.forbid = {{ element = \"正文\", pattern = '防汛' }}\nfails = [\"请防汛。\"]\npasses = [\"请防火。\"]\n"
    (folder / "own.toml").write_text(rule)
    page = check([name], folder / "out.html", "--rules", "own.toml", cwd=folder)
    title = browser.open(page).driver.title
    assert title == "公文印制检查报告", title
    assert len(browser.all("script")) == 1 and not browser.all("img") and not browser.all("[onerror]")
    assert "<script>" in browser.one("article").get_attribute("textContent")
    assert "OWN-a" in browser.one("article").get_attribute("textContent")
    # What could not be read, and the sheet.
    assert browser.print("hostile") == 2
    browser.stays(page)
    # And whatever got in all the same would do nothing.
    inject = "const s = document.createElement('script'); s.textContent = \"document.title = 'x'\"; document.body.append(s)"
    browser.run(inject)
    assert browser.driver.title == title


def sheets(browser):
    """With a checklist, and with nothing but a document, a sheet is one page."""
    languages = {"zh-Hans": ("送检文件", "检查人"), "en": ("files checked", "checked by")}
    for stage, lang in [("release", "zh-Hans"), ("draft", "zh-Hans"), ("release", "en"), ("print", "en"), ("draft", "en")]:
        (begins, ends), name = languages[lang], f"{stage}-{lang}"
        asked = ["--stage", stage, "--lang", lang]
        page = check(["good-docx", "kinds", "structures"], FOLDER / f"{name}.html", *asked, cwd=DEMO.parent)
        browser.open(page)
        packets = len(browser.all("article"))
        browser.print(name)
        told = subprocess.run(["pdftotext", FOLDER / f"{name}.pdf", "-"], capture_output=True, text=True, check=True)
        texts = told.stdout.split("\f")[:-1]
        first = next(at for at, text in enumerate(texts) if begins in text)
        torn = [at for at, text in enumerate(texts[first:]) if begins not in text or ends not in text]
        assert len(texts) - first == packets and not torn, (name, packets, len(texts) - first, torn)
        browser.stays(page)


def many(browser):
    folder = FOLDER / "many"
    shutil.rmtree(folder, ignore_errors=True)
    demo = sorted(DEMO.iterdir())
    for n in range(1000):
        shutil.copytree(demo[n % len(demo)], folder / f"{n + 1:04}-{demo[n % len(demo)].name[3:]}")
    page = check([folder], FOLDER / "many.html")
    size = page.stat().st_size
    browser.open(page)
    browser.run("return document.title")
    paint = browser.run("return performance.getEntriesByName('first-contentful-paint')[0].startTime") / 1000
    whole = browser.run("return performance.timing.domContentLoadedEventEnd - performance.timing.navigationStart") / 1000
    started = time.time()
    browser.keys("/")
    browser.keys("附件2未找到")
    took = time.time() - started
    assert 0 < len(browser.run("return [...document.querySelectorAll('article:not([hidden])')].map(a => a.id)")) < 1000
    print(f"1,000 packets: {size / (1 << 20):.1f} MB, first paint {paint:.2f} s, all read {whole:.2f} s, six letters typed {took:.2f} s")
    assert size < MOST_BYTES and paint < MOST_SECONDS


def index(browser):
    """More packets than one page takes: an index and pages beside it, which lead to each other and to nothing else."""
    folder = FOLDER / "index"
    shutil.rmtree(folder, ignore_errors=True)
    demo = sorted(DEMO.iterdir())
    for n in range(5000):
        shutil.copytree(demo[n % len(demo)], folder / f"{n + 1:04}-{demo[n % len(demo)].name[3:]}")
    page = FOLDER / "index.html"
    page.unlink(missing_ok=True)
    began = time.time()
    run = subprocess.Popen([PROGRAM, "check", folder, "-o", page], stderr=subprocess.DEVNULL)
    memory = os.wait4(run.pid, 0)[2].ru_maxrss / 1024
    took = time.time() - began
    pages = sorted((FOLDER / "index_files").iterdir())
    assert len(pages) == 50 and whole(page) == {one.name for one in pages}
    sizes = [one.stat().st_size / (1 << 20) for one in [page, *pages]]
    browser.open(page)
    paint = browser.run("return performance.getEntriesByName('first-contentful-paint')[0].startTime") / 1000
    assert browser.one("#conclusion").text.startswith("共5000件："), browser.one("#conclusion").text
    count = lambda: browser.one("[name=count]").text.split("，")[0]
    assert count() == "共 5000 件", count()
    browser.keys("/")
    browser.keys("0042-")
    assert count() == "1 / 5000 件", count()
    browser.keys(Keys.ESCAPE)
    browser.keys("j")
    browser.keys(Keys.ENTER)
    time.sleep(0.5)
    assert "index_files/001-" in browser.driver.current_url, browser.driver.current_url
    assert browser.one(browser.run("return location.hash") + " .inside").is_displayed()
    browser.picture("index-page")
    browser.one("header a.button").click()
    time.sleep(0.5)
    assert browser.run("return document.querySelectorAll('article').length") == 5000
    browser.picture("index")
    browser.stays(page, pages)
    print(f"5,000 packets: {took:.0f} s, {memory:.0f} MB at most; index {sizes[0]:.1f} MB, first paint {paint:.2f} s, "
          f"{len(pages)} pages of {max(sizes[1:]):.1f} MB at most")


def whole(page):
    """The pages that an index leads to; all are there."""
    text = page.read_text()
    assert text.endswith("</html>\n<!-- sanbu -->\n")
    named = set(re.findall(r'href="[a-z]+_files/([0-9]+-[0-9a-f]+\.html)#', text))
    assert all((page.parent / f"{page.stem}_files" / name).read_text().endswith("<!-- sanbu -->\n") for name in named)
    return named


def killed():
    """Killed at any moment an index has its pages; the run after that leaves no others."""
    folder, page, chance = FOLDER / "letters", FOLDER / "killed.html", random.Random(1)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for n in range(1100):
        (folder / f"{n:04}.txt").write_text(f"青政发〔2026〕第{n}号\n\n关于防汛的通知\n\n各乡镇：\n　　请防汛，，。\n")
    asked = ["--stage", "draft", "--select", "GBT9704-7.2.5-b"]
    other = ["--lang", "en"]
    # Every second run says something else on every page; both are known before anything is killed.
    known, most = [], 0
    for flags in [other, []] * 2:
        began = time.time()
        check([folder], page, *asked, *flags)
        most = max(most, (time.time() - began) * 1.1)
        known.append(page.read_bytes())
    assert known[:2] == known[2:] and known[0] != known[1]
    states = []
    for n in range(30):
        flags = [] if n % 2 else other
        run = subprocess.Popen([PROGRAM, "check", folder, "-o", page, *asked, *flags], stderr=subprocess.DEVNULL)
        time.sleep(chance.random() * most)
        run.kill()
        run.wait()
        assert len(whole(page)) == 11
        states.append(known.index(page.read_bytes()))
    check([folder], page, *asked)
    assert page.read_bytes() == known[1] and whole(page) == {one.name for one in (FOLDER / "killed_files").iterdir()}
    turns = sum(one != two for one, two in zip([1] + states, states))
    print(f"30 kills within {most:.1f} s: the index is one of two, its pages are there; it turned {turns} times")


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    page = check([DEMO.name], FOLDER / "demo.html", cwd=DEMO.parent)
    parts = [lambda browser: read(browser, page), lambda browser: without_scripts(browser, page), together, hostile, sheets, many, index, lambda _: killed()]
    names = ["read", "without_scripts", "together", "hostile", "sheets", "many", "index", "killed"]
    with Browser() as browser:
        for name, part in zip(names, parts):
            if name in (sys.argv[3:] or names):
                part(browser)
    print(f"html: holds; pictures in {os.path.relpath(FOLDER)}")


main()
