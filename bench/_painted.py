"""When a picture is painted: one detector for every viewer, put into the page before anything of it runs."""

from dataclasses import dataclass

from playwright.sync_api import Page

# A canvas shows a picture once a five-hundredth of it is neither clear nor black, and another than before the input.
# Several canvases of one pane count once.
# It is looked at before each frame; the task that such a look leaves behind runs after the frame was painted.
# Times are the browser's own, from the input event itself or from the start of the navigation.
DETECTOR = r"""(() => {
    const PANE = "[data-pane]";
    const SIDE = 64, LIT = 0.002, DARK = 60, PATIENCE_MS = 300000;
    const small = new OffscreenCanvas(SIDE, SIDE).getContext("2d", { willReadFrequently: true });
    const look = (canvas) => {
        small.clearRect(0, 0, SIDE, SIDE);
        if (canvas.width && canvas.height) small.drawImage(canvas, 0, 0, SIDE, SIDE);
        const { data } = small.getImageData(0, 0, SIDE, SIDE);
        let lit = 0, sum = 0;
        for (let i = 0; i < data.length; i += 4) {
            if (data[i + 3] && data[i] + data[i + 1] + data[i + 2] > DARK) lit += 1;
            sum = (sum * 31 + data[i] + 7 * data[i + 1] + 49 * data[i + 2]) % 1e9;
        }
        return { isLit: lit > LIT * SIDE * SIDE, sum };
    };
    const canvases = (selector) => [...document.querySelectorAll(selector)];
    const watch = (start, selector, wanted) => new Promise((resolve, reject) => {
        setTimeout(reject, PATIENCE_MS, new Error(`${wanted} pictures were not painted: ${selector}`));
        const before = new Map(canvases(selector).map((canvas) => [canvas, look(canvas).sum]));
        let first = null;
        const isNew = (canvas) => {
            const { isLit, sum } = look(canvas);
            return isLit && sum !== before.get(canvas);
        };
        const frame = () => {
            const paneOf = (canvas) => canvas.closest(PANE) ?? canvas;
            const painted = new Set(canvases(selector).filter(isNew).map(paneOf)).size;
            setTimeout(() => {
                const now = performance.now() - start;
                if (painted > 0) first ??= now;
                if (painted >= wanted) resolve({ first, all: now });
            }, 0);
            if (painted < wanted) requestAnimationFrame(frame);
        };
        frame();
    });
    window.paintedAfter = (kind, selector, wanted) => {
        window.painted = new Promise((resolve) => {
            const listen = ({ timeStamp }) => resolve(watch(timeStamp, selector, wanted));
            addEventListener(kind, listen, { capture: true, once: true });
        });
    };
    window.paintedAfterNavigation = (selector, wanted) => { window.painted = watch(0, selector, wanted); };
})()"""


@dataclass(frozen=True)
class Painted:
    """Seconds from the input."""

    first: float
    """Until the first picture was painted."""
    all: float
    """Until as many as were asked for were painted."""


def arm(page: Page, kind: str, selector: str, wanted: int) -> None:
    """Watch from the next event of this kind on."""
    page.evaluate("([kind, selector, wanted]) => paintedAfter(kind, selector, wanted)", [kind, selector, wanted])


def read(page: Page) -> Painted:
    """Wait until all are painted."""
    told = page.evaluate("window.painted")
    return Painted(told["first"] / 1000, told["all"] / 1000)
