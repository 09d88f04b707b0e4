// The map: world at a glance, street by its metre grid, track and vehicle. No glyphs and no sprites, so nothing but tiles could ever be asked for.
import { Map as MapLibreMap, Marker, ScaleControl } from '../lib/maplibre-gl.mjs';
import { gridLabels, gridLines } from './grid.mjs';
import { bounds, speedClasses, trackFeatures, undatedFeatures } from './track.mjs';

const streetZoom = 16;
const tailLength = 400;
const toleranceMetres = 0.5;
const jumpMetres = 400;
const glideMilliseconds = 700;
const emptyCollection = { type: 'FeatureCollection', features: [] };
const collection = (features) => ({ type: 'FeatureCollection', features });
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const calm = matchMedia('(prefers-reduced-motion: reduce)');

export class MapView {
  #gridBox = null;
  #grid = null;
  #tailFrom = 0;
  #drawnGeneration = -1;
  #undatedDrawn = 0;
  #unsureBefore = false;
  #glide = null;
  #place = null;
  #others = new Map();
  #labels = [];

  constructor({ world, config, onSelectUnit, onFollowChange }) {
    this.world = world;
    this.config = config;
    this.onSelectUnit = onSelectUnit;
    this.onFollowChange = onFollowChange;
    this.following = true;
    this.series = null;
    this.map = new MapLibreMap({
      container: 'map',
      style: this.#style(),
      center: [10, 25],
      zoom: 1.3,
      minZoom: 0.6,
      maxZoom: 21,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: 0,
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.getCanvas().setAttribute('aria-label', 'Map. Arrow keys move it, plus and minus zoom.');
    this.map.once('style.load', () => {
      this.loaded = true;
      this.#refreshTrack(true);
      this.#onMove();
    });

    const scale = new ScaleControl({ maxWidth: 110, unit: 'metric' });
    document.getElementById('scale').append(scale.onAdd(this.map));

    this.vehicle = new Marker({ element: vehicleElement(), rotationAlignment: 'map', pitchAlignment: 'map' });
    this.hoverMark = new Marker({ element: element('div', 'hover-mark') });

    this.map.on('move', () => this.#onMove());
    this.map.on('resize', () => this.#onMove());
    this.map.on('zoom', () => document.getElementById('map-area').classList.toggle('wide', this.map.getZoom() < 6.5));
    this.map.on('dragstart', () => this.follow(false));
    // The arrow keys move the map without a drag; a movement that a person made has the event that made it.
    this.map.on('movestart', (event) => {
      if (event.originalEvent instanceof KeyboardEvent && event.originalEvent.key.startsWith('Arrow')) this.follow(false);
    });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#applyTheme());
    this.#makeCountryLabels();
    this.follow(true);
  }

  /** Shows another unit's samples. */
  setSeries(series) {
    this.series = series;
    this.#drawnGeneration = -1;
    this.#undatedDrawn = 0;
    this.#tailFrom = 0;
    this.#stopGlide();
    this.#place = null;
    this.vehicle.remove();
    this.hoverMark.remove();
    this.#refreshTrack(true);
  }

  /** Draws what came in since the last call. */
  update() {
    if (!this.series) return;
    this.#refreshTrack(false);
    this.#refreshVehicle();
  }

  /** Shows how fresh the newest sample is, between samples too. */
  showState(state) {
    this.vehicle.getElement().dataset.state = state;
  }

  follow(on) {
    if (this.following === on && this.followShown) return;
    this.following = on;
    this.followShown = true;
    for (const handler of [this.map.scrollZoom, this.map.touchZoomRotate]) {
      handler.disable();
      handler.enable(on ? { around: 'center' } : undefined);
    }
    this.map.touchZoomRotate.disableRotation();
    this.onFollowChange(on);
    if (on && this.#place) this.map.easeTo({ center: this.#place, duration: calm.matches ? 0 : 300 });
  }

  zoomBy(levels) {
    this.map.zoomTo(this.map.getZoom() + levels, { duration: calm.matches ? 0 : 200 });
  }

  showStreet() {
    if (!this.#place) return;
    this.follow(true);
    this.map.jumpTo({ center: this.#place, zoom: streetZoom });
  }

  showCountry() {
    if (this.#place) this.map.jumpTo({ center: this.#place, zoom: 5 });
  }

  showWorld() {
    this.follow(false);
    this.map.jumpTo({ center: [this.#place ? this.#place[0] : 10, 25], zoom: 1.3 });
  }

  showTrack() {
    const box = this.series && bounds(this.series);
    if (!box) return;
    this.follow(false);
    this.map.fitBounds(box, { padding: { top: 60, bottom: 60, left: 60, right: 90 }, maxZoom: 18, duration: 0 });
  }

  /** Marks the place of a sample; -1 for none. */
  hover(index) {
    const latitude = index >= 0 ? this.series.column('latitude')[index] : NaN;
    if (Number.isNaN(latitude)) {
      this.hoverMark.remove();
      return;
    }
    this.hoverMark.setLngLat([this.series.column('longitude')[index], latitude]).addTo(this.map);
  }

  /** Marks where other units were last. @param {{unitId, label, longitude, latitude, state}[]} units */
  setOthers(units) {
    const seen = new Set();
    for (const unit of units) {
      seen.add(unit.unitId);
      let marker = this.#others.get(unit.unitId);
      if (!marker) {
        const button = element('button', 'other');
        button.type = 'button';
        button.append(element('span', 'lamp'), element('span', 'other-label'));
        button.addEventListener('click', () => this.onSelectUnit(unit.unitId));
        marker = new Marker({ element: button, anchor: 'left', offset: [-7, 0] });
        this.#others.set(unit.unitId, marker);
      }
      const button = marker.getElement();
      button.dataset.state = unit.state;
      button.querySelector('.other-label').textContent = unit.label;
      button.setAttribute('aria-label', `Show ${unit.label}`);
      marker.setLngLat([unit.longitude, unit.latitude]).addTo(this.map);
    }
    for (const [unitId, marker] of this.#others) {
      if (!seen.has(unitId)) {
        marker.remove();
        this.#others.delete(unitId);
      }
    }
  }

  #refreshTrack(all) {
    if (!this.loaded) return;
    const series = this.series;
    if (!series) return;
    if (all || series.generation !== this.#drawnGeneration || series.length - this.#tailFrom > tailLength * 2) {
      this.#drawnGeneration = series.generation;
      this.#tailFrom = Math.max(0, series.length - tailLength);
      // The last point of the one is the first of the other, so that the line does not break between them.
      const features = trackFeatures(series, 0, Math.min(series.length, this.#tailFrom + 1), this.config.gapAfterSeconds, toleranceMetres);
      this.#unsureBefore = hasUnsure(features);
      this.#set('track', features);
    }
    const tail = trackFeatures(series, this.#tailFrom, series.length, this.config.gapAfterSeconds, 0);
    this.#set('track-tail', tail);
    this.hasUnsureTrack = this.#unsureBefore || series.undated.size > 0 || hasUnsure(tail);
    if (series.undated.size !== this.#undatedDrawn || all) {
      this.#undatedDrawn = series.undated.size;
      this.#set('track-undated', undatedFeatures(series.undated.values()));
    }
  }

  #refreshVehicle() {
    const { latest } = this.series;
    let place = null;
    let course = NaN;
    let lost = false;
    if (latest && Number.isFinite(latest.latitudeDegrees) && Number.isFinite(latest.longitudeDegrees)) {
      place = [latest.longitudeDegrees, latest.latitudeDegrees];
      course = latest.courseDegrees ?? NaN;
    } else {
      const index = this.series.lastPosition();
      lost = true;
      if (index >= 0) {
        place = [this.series.column('longitude')[index], this.series.column('latitude')[index]];
        course = this.series.column('course')[index];
      }
    }

    if (!place) {
      this.vehicle.remove();
      this.#place = null;
      return;
    }

    const shape = this.vehicle.getElement();
    shape.classList.toggle('lost', lost);
    shape.classList.toggle('no-course', !Number.isFinite(course));
    shape.dataset.latitude = place[1];
    shape.dataset.longitude = place[0];
    if (Number.isFinite(course)) this.vehicle.setRotation(course);

    if (!this.#place) {
      this.#place = place;
      this.vehicle.setLngLat(place).addTo(this.map);
      if (this.following) this.map.jumpTo({ center: place, zoom: Math.max(streetZoom, this.map.getZoom()) });
    } else if (place[0] !== this.#place[0] || place[1] !== this.#place[1]) {
      this.#glideTo(place);
    }
  }

  #glideTo(target) {
    this.#stopGlide();
    const start = this.vehicle.getLngLat();
    const from = [start.lng, start.lat];
    this.#place = target;
    const metres = Math.hypot((target[0] - from[0]) * Math.cos((target[1] * Math.PI) / 180), target[1] - from[1]) * 111_320;
    const put = (part) => {
      const place = [from[0] + (target[0] - from[0]) * part, from[1] + (target[1] - from[1]) * part];
      this.vehicle.setLngLat(place);
      if (this.following && !this.map.isZooming()) this.map.setCenter(place);
    };
    if (calm.matches || metres > jumpMetres || document.hidden) {
      put(1);
      return;
    }
    const begin = performance.now();
    const frame = (time) => {
      const part = Math.min(1, Math.max(0, (time - begin) / glideMilliseconds));
      put(part);
      this.#glide = part < 1 ? requestAnimationFrame(frame) : null;
    };
    this.#glide = requestAnimationFrame(frame);
  }

  #stopGlide() {
    if (this.#glide !== null) cancelAnimationFrame(this.#glide);
    this.#glide = null;
  }

  #onMove() {
    this.#moveCountryLabels();
    if (!this.loaded) return;
    const box = this.map.getBounds();
    const middle = this.map.getCenter();
    const metresPerPixel = (Math.cos((middle.lat * Math.PI) / 180) * 40_075_016.686) / (512 * 2 ** this.map.getZoom());
    const view = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
    const [west, south, east, north] = this.#gridBox?.box ?? [0, 0, 0, 0];
    const covered = this.#gridBox && view[0] >= west && view[1] >= south && view[2] <= east && view[3] <= north
      && Math.abs(Math.log2(metresPerPixel / this.#gridBox.metresPerPixel)) < 0.2;
    if (!covered) {
      // Half a view more on each side, so that following the vehicle does not draw the grid anew at each step.
      const [width, height] = [(view[2] - view[0]) / 2, (view[3] - view[1]) / 2];
      const wide = [view[0] - width, view[1] - height, view[2] + width, view[3] + height];
      this.#grid = gridLines(wide, metresPerPixel);
      this.#gridBox = { box: wide, metresPerPixel };
      this.#set('grid', this.#grid?.features ?? []);
      document.getElementById('grid-note').textContent = this.#grid ? gridNote(this.#grid) : '';
    }
    this.#moveGridLabels();
  }

  #moveGridLabels() {
    const holder = document.getElementById('grid-labels');
    const { clientWidth, clientHeight } = this.map.getContainer();
    const labels = this.#grid ? gridLabels((point) => this.map.unproject(point), clientWidth, clientHeight, this.#grid.zone, this.#grid.spacing) : [];
    while (holder.children.length < labels.length) holder.append(element('span', 'grid-label'));
    [...holder.children].forEach((span, index) => {
      const label = labels[index];
      span.hidden = !label;
      if (!label) return;
      span.dataset.kind = label.kind;
      span.textContent = label.text;
      span.style.transform = label.kind === 'easting' ? `translate(${label.offset.toFixed(1)}px, 0)` : `translate(0, ${label.offset.toFixed(1)}px)`;
    });
  }

  #makeCountryLabels() {
    const holder = document.getElementById('country-labels');
    this.#labels = [...(this.world?.countries ?? [])].sort((a, b) => b.area - a.area).map((country) => {
      const span = element('span', 'country');
      span.textContent = country.name;
      span.hidden = true;
      holder.append(span);
      return { country, span, width: country.name.length * 7.2 + 12 };
    });
  }

  // A name is shown where its country is wide enough for it, but not once the view is closer than the outlines are good for.
  #moveCountryLabels() {
    const zoom = this.map.getZoom();
    const holder = document.getElementById('country-labels');
    holder.hidden = zoom > 8.5;
    if (holder.hidden) return;
    const { clientWidth, clientHeight } = this.map.getContainer();
    const worldPixels = 512 * 2 ** zoom;
    const centre = this.map.getCenter().lng;
    const taken = [];
    for (const { country, span, width } of this.#labels) {
      span.hidden = true;
      if ((country.width / 360) * worldPixels < width * 0.9 || country.latitude < -70) continue;
      const longitude = country.longitude + 360 * Math.round((centre - country.longitude) / 360);
      const { x, y } = this.map.project([longitude, country.latitude]);
      if (x < -width || y < -20 || x > clientWidth + width || y > clientHeight + 20) continue;
      const box = [x - width / 2, y - 10, x + width / 2, y + 10];
      if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
      taken.push(box);
      span.hidden = false;
      span.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) translate(-50%, -50%)`;
    }
  }

  #set(source, features) {
    this.map.getSource(source)?.setData(collection(features));
  }

  #style() {
    const { world, config } = this;
    const sources = {
      land: { type: 'geojson', data: world ? world.land : emptyCollection, maxzoom: 9, tolerance: 0.6 },
      borders: { type: 'geojson', data: world ? world.borders : emptyCollection, maxzoom: 9, tolerance: 0.6 },
      grid: { type: 'geojson', data: emptyCollection, tolerance: 0, maxzoom: 20 },
      'track-undated': { type: 'geojson', data: emptyCollection, tolerance: 0 },
      track: { type: 'geojson', data: emptyCollection },
      'track-tail': { type: 'geojson', data: emptyCollection, tolerance: 0 },
    };
    const layers = [
      { id: 'water', type: 'background', paint: {} },
      { id: 'land', type: 'fill', source: 'land', paint: { 'fill-antialias': false } },
      { id: 'coast', type: 'line', source: 'land', paint: { 'line-width': 0.8 } },
      { id: 'borders', type: 'line', source: 'borders', layout: { 'line-join': 'round' }, paint: { 'line-width': ['interpolate', ['linear'], ['zoom'], 1, 0.6, 6, 1.2] } },
      { id: 'grid-minor', type: 'line', source: 'grid', filter: ['!', ['get', 'major']], paint: { 'line-width': 1 } },
      { id: 'grid-major', type: 'line', source: 'grid', filter: ['get', 'major'], paint: { 'line-width': 1 } },
    ];
    if (config.tileUrl) {
      sources.tiles = { type: 'raster', tiles: [config.tileUrl], tileSize: 256, maxzoom: config.tileMaximumZoom };
      layers.splice(4, 0, { id: 'tiles', type: 'raster', source: 'tiles', minzoom: 4, paint: {} });
    }
    const round = { 'line-cap': 'round', 'line-join': 'round' };
    const width = (extra) => ['interpolate', ['linear'], ['zoom'], 5, 1.6 + extra, 12, 2.6 + extra, 17, 4.5 + extra];
    const tracks = ['track-undated', 'track', 'track-tail'];
    for (const source of tracks) layers.push({ id: `${source}-casing`, type: 'line', source, layout: round, paint: { 'line-width': width(2.5) } });
    for (const source of tracks) {
      layers.push({ id: `${source}-line`, type: 'line', source, filter: ['get', 'sure'], layout: round, paint: { 'line-width': width(0) } });
      layers.push({ id: `${source}-unsure`, type: 'line', source, filter: ['!', ['get', 'sure']], paint: { 'line-width': width(0), 'line-dasharray': [1.5, 1] } });
    }
    for (const layer of layers) Object.assign(layer.paint, this.#themed(layer.id));
    return { version: 8, sources, layers };
  }

  // The colours are the style sheet's, so that light, dark and the rest of the page stay one design.
  #themed(id) {
    const fading = (near, far) => ['interpolate', ['linear'], ['zoom'], 7, far, 10.5, near];
    const fade = { 'line-opacity': ['interpolate', ['linear'], ['zoom'], 7, 1, 10.5, 0] };
    switch (id) {
      case 'water': return { 'background-color': fading(css('--map-ground'), css('--map-water')) };
      case 'land': return { 'fill-color': fading(css('--map-ground'), css('--map-land')) };
      case 'coast': return { 'line-color': css('--map-coast'), ...fade };
      case 'borders': return { 'line-color': css('--map-border'), ...fade };
      case 'grid-minor': return { 'line-color': css('--map-grid-minor') };
      case 'grid-major': return { 'line-color': css('--map-grid-major') };
      case 'tiles': return { 'raster-saturation': -0.35, 'raster-opacity': 0.9 };
      default: {
        if (id.endsWith('-casing')) return { 'line-color': css('--track-casing') };
        const steps = Array.from({ length: speedClasses.length + 1 }, (_, index) => [index, css(`--speed-${index}`)]).flat();
        return { 'line-color': ['match', ['get', 'speed'], ...steps, css('--speed-unknown')] };
      }
    }
  }

  #applyTheme() {
    for (const layer of this.map.getStyle().layers) {
      for (const [property, value] of Object.entries(this.#themed(layer.id))) this.map.setPaintProperty(layer.id, property, value);
    }
  }
}

const hasUnsure = (features) => features.some((feature) => !feature.properties.sure);

const gridNote = ({ zone, spacing, step }) => `Grid ${step < spacing ? `${metres(step)}, bold ` : ''}${metres(spacing)} · UTM ${zone}`;
const metres = (value) => (value >= 1000 ? `${value / 1000} km` : `${value} m`);

function element(name, className) {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

function vehicleElement() {
  const holder = element('div', 'vehicle');
  holder.setAttribute('role', 'img');
  holder.setAttribute('aria-label', 'The vehicle');
  const svgName = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(svgName, 'svg');
  svg.setAttribute('viewBox', '0 0 48 48');
  const shape = (name, attributes) => {
    const made = document.createElementNS(svgName, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    svg.append(made);
  };
  shape('circle', { class: 'halo', cx: 24, cy: 24, r: 21 });
  shape('path', { class: 'arrow', d: 'M24 6 36.5 38 24 31 11.5 38Z' });
  shape('circle', { class: 'dot', cx: 24, cy: 24, r: 9 });
  holder.append(svg);
  return holder;
}
