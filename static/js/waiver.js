// The pad to sign on, and one child's row after the other. Without it a typed name signs, and all rows stand there.
"use strict";

(() => {
  const box = document.querySelector("[data-pad]");
  if (!box || !window.SignaturePad) return;
  const canvas = box.querySelector("canvas");
  const field = document.getElementById("strokes");
  const width = Number(box.dataset.width), height = Number(box.dataset.height);
  const LONGEST = 60000;
  let strokes = field.value ? JSON.parse(field.value) : []; // in units of the box: what the screen shows is made of it
  box.hidden = false;
  document.querySelector("[data-or]").hidden = false;
  const pad = new window.SignaturePad(canvas, { minWidth: 1.2, maxWidth: 3.2 });

  const within = (value, most) => Math.round(Math.min(Math.max(value, 0), most));

  function tell() {
    let kept = strokes;
    while (JSON.stringify(kept).length > LONGEST)
      kept = kept.map((stroke) => stroke.filter((_, place) => place % 2 === 0 || place === stroke.length - 1));
    field.value = kept.length ? JSON.stringify(kept) : "";
  }

  // A canvas forgets everything when its size is set; the pad would still say that it holds a signature.
  function draw() {
    const ratio = Math.max(window.devicePixelRatio || 1, 1);
    const wide = canvas.clientWidth, high = canvas.clientHeight;
    canvas.width = Math.round(wide * ratio);
    canvas.height = Math.round(high * ratio);
    canvas.getContext("2d").scale(ratio, ratio);
    pad.penColor = getComputedStyle(canvas).color;
    pad.clear();
    if (!strokes.length) return;
    const look = { penColor: pad.penColor, minWidth: pad.minWidth, maxWidth: pad.maxWidth, dotSize: 2, velocityFilterWeight: 0.7 };
    pad.fromData(strokes.map((stroke) => ({
      ...look,
      points: stroke.map(([x, y], place) => ({ x: (x / width) * wide, y: (y / height) * high, time: place * 16, pressure: 0.5 })),
    })));
  }

  pad.addEventListener("endStroke", () => {
    const last = pad.toData().at(-1);
    if (!last || !last.points.length) return;
    strokes.push(last.points.map(({ x, y }) => [within((x / canvas.clientWidth) * width, width), within((y / canvas.clientHeight) * height, height)]));
    tell();
  });
  box.querySelector("[data-clear]").addEventListener("click", () => {
    strokes = [];
    tell();
    draw();
  });
  let seen = 0;
  new ResizeObserver(() => {
    if (canvas.clientWidth === seen) return;
    seen = canvas.clientWidth;
    draw();
  }).observe(canvas);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  window.addEventListener("pageshow", (event) => event.persisted && draw());
})();

(() => {
  const rows = [...document.querySelectorAll("[data-row]")];
  const more = document.querySelector("[data-more]");
  if (!more) return;
  const filled = (row) => [...row.querySelectorAll("input")].some((input) => input.value) || row.querySelector("[aria-invalid]");
  const show = () => { more.hidden = !rows.some((row) => row.hidden); };
  rows.forEach((row, place) => { row.hidden = place > 0 && !filled(row); });
  more.addEventListener("click", () => {
    const next = rows.find((row) => row.hidden);
    next.hidden = false;
    next.querySelector("input").focus();
    show();
  });
  show();
})();
