// A small map of the country around the vehicle: where in the world the street on the big map is.

const spanDegrees = 9;
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const mercator = (latitude) => (Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / 360)) * 180) / Math.PI;

export class Locator {
  constructor(button, world) {
    this.button = button;
    this.canvas = button.querySelector('canvas');
    this.world = world;
    this.drawn = null;
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#redraw());
    new ResizeObserver(() => this.#redraw()).observe(button);
  }

  /** Shows a place; null hides the locator. */
  show(place) {
    this.button.hidden = !place || !this.world;
    if (this.button.hidden) return;
    if (this.drawn && Math.abs(this.drawn[0] - place[0]) < 0.02 && Math.abs(this.drawn[1] - place[1]) < 0.02) return;
    this.#draw(place);
  }

  #redraw() {
    if (this.drawn) this.#draw(this.drawn);
  }

  #draw(place) {
    this.drawn = place;
    const { canvas, world } = this;
    const width = this.button.clientWidth;
    const height = this.button.clientHeight;
    if (width === 0) return;
    const ratio = window.devicePixelRatio;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    const context = canvas.getContext('2d');
    context.scale(ratio, ratio);
    const perDegree = (width / spanDegrees) * Math.max(0.4, Math.cos((place[1] * Math.PI) / 180));
    const middle = mercator(place[1]);
    const x = (longitude) => width / 2 + (longitude - place[0]) * perDegree;
    const y = (latitude) => height / 2 - (mercator(Math.max(-85, Math.min(85, latitude))) - middle) * perDegree;
    const path = (line) => line.forEach(([longitude, latitude], index) => (index ? context.lineTo(x(longitude), y(latitude)) : context.moveTo(x(longitude), y(latitude))));

    context.fillStyle = css('--map-water');
    context.fillRect(0, 0, width, height);
    context.beginPath();
    for (const polygon of polygonsOf(world.land)) for (const ring of polygon) path(ring);
    context.fillStyle = css('--map-land');
    context.fill('evenodd');
    context.strokeStyle = css('--map-coast');
    context.lineWidth = 0.8;
    context.stroke();
    context.beginPath();
    for (const line of world.borders.geometry.coordinates) path(line);
    context.strokeStyle = css('--map-border');
    context.lineWidth = 1;
    context.stroke();

    context.font = `500 10px ${getComputedStyle(document.body).fontFamily}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillStyle = css('--map-label');
    for (const country of world.countries) {
      const [left, top] = [x(country.longitude), y(country.latitude)];
      const room = context.measureText(country.name).width;
      const nearDot = Math.abs(left - width / 2) < room / 2 + 8 && Math.abs(top - height / 2) < 12;
      if (country.width * perDegree > room && left > room / 2 && left < width - room / 2 && top > 8 && top < height - 8 && !nearDot) {
        context.fillText(country.name, left, top);
      }
    }

    context.beginPath();
    context.arc(width / 2, height / 2, 5, 0, 2 * Math.PI);
    context.fillStyle = css('--vehicle');
    context.fill();
    context.lineWidth = 2;
    context.strokeStyle = css('--vehicle-edge');
    context.stroke();
  }
}

function polygonsOf(object) {
  const features = object.type === 'FeatureCollection' ? object.features : [object];
  return features.flatMap(({ geometry }) => (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates));
}
