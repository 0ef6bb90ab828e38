/**
 * What a page of a recording does: it tells the values under the pointer. Texts are set as texts, never as HTML.
 * Numbers read as in `format.ts`.
 */
export const READOUT_SCRIPT: string = String.raw`
const { place, lines } = JSON.parse(document.getElementById("data").textContent);
const figure = document.querySelector("figure");
const svg = figure.querySelector("svg");
const readout = figure.querySelector("output");
const ruler = document.createElementNS("http://www.w3.org/2000/svg", "path");
ruler.setAttribute("stroke", "currentColor");
ruler.setAttribute("stroke-width", "0.7");
svg.append(ruler);
const size = (bytes) => {
  let unit = 0;
  while (unit < 4 && bytes >= 999.5) { bytes /= 1000; unit++; }
  return bytes.toFixed(unit > 0 && bytes < 99.95 ? 1 : 0) + " " + ["B", "kB", "MB", "GB", "TB"][unit];
};
const valueAt = (points, time) => {
  let low = 0, high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle][0] <= time) low = middle + 1; else high = middle;
  }
  return low === 0 || time > points[points.length - 1][0] ? null : points[low - 1][1];
};
figure.addEventListener("pointermove", (event) => {
  const box = svg.getBoundingClientRect();
  const x = ((event.clientX - box.left) / box.width) * svg.viewBox.baseVal.width;
  const isIn = x >= place.left && x <= place.right;
  readout.hidden = !isIn;
  ruler.setAttribute("d", isIn ? "M" + x + "," + place.top + "V" + place.bottom : "");
  if (!isIn) return;
  const time = place.from + ((x - place.left) / (place.right - place.left)) * (place.to - place.from);
  const rows = lines.map(({ name, points }) => [name, valueAt(points, time)]).filter(([, value]) => value !== null);
  readout.textContent = [time.toFixed(time < 100 ? 1 : 0) + " s", ...rows.map(([name, value]) => size(value).padStart(8) + "  " + name.slice(0, 60))].join("\n");
  const left = event.clientX - box.left;
  readout.style.left = left < box.width / 2 ? left + 14 + "px" : "auto";
  readout.style.right = left < box.width / 2 ? "auto" : box.width - left + 14 + "px";
  readout.style.top = event.clientY - box.top + 14 + "px";
});
figure.addEventListener("pointerleave", () => {
  readout.hidden = true;
  ruler.setAttribute("d", "");
});
`;

/** By it a page allows this script and no other; a test holds both together. */
export const READOUT_SCRIPT_HASH = "sha256-Rfo3gD/X7csGye4dCVQMGZKeXVAOLfB+euCKGN/fcrs=";
