// Drives headless Chromium for the tests of the map page: one JSON object a line on standard input is a step, one on standard output its answer.
//
//   node drive.mjs --modules FOLDER [--chromium PATH]                       steps from standard input
//   node drive.mjs --modules FOLDER --url URL --screenshot FILE.png         one picture
//        [--size 1280x800] [--dark] [--click SELECTOR]... [--hash unit=ID] [--seconds 6]
//
// --modules is the folder in which npm ci was run for the package.json beside this file.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

const { values: given } = parseArgs({
  options: {
    modules: { type: 'string' },
    chromium: { type: 'string', default: '/usr/bin/chromium' },
    url: { type: 'string' },
    hash: { type: 'string', default: '' },
    screenshot: { type: 'string' },
    size: { type: 'string', default: '1280x800' },
    dark: { type: 'boolean', default: false },
    click: { type: 'string', multiple: true, default: [] },
    seconds: { type: 'string', default: '6' },
  },
});

const { chromium } = createRequire(resolve(given.modules ?? '.', 'package.json'))('playwright-core');

const [width, height] = given.size.split('x').map(Number);
const browser = await chromium.launch({
  executablePath: given.chromium,
  args: [
    '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync',
    // The map is drawn with WebGL, in software where there is no graphics card.
    '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader',
  ],
});
const context = await browser.newContext({
  viewport: { width, height },
  colorScheme: given.dark ? 'dark' : 'light',
  locale: 'en-GB',
  timezoneId: 'Europe/Berlin',
  deviceScaleFactor: 1,
});
const page = await context.newPage();

const requests = [];
const consoleErrors = [];
const policies = [];
context.on('request', (request) => requests.push(request.url()));
page.on('websocket', (socket) => requests.push(socket.url()));
page.on('console', (message) => {
  // Drawing in software is slow, which Chromium says in a warning about its own driver.
  if (message.text().includes('GL Driver Message')) return;
  if (message.type() === 'error' || message.type() === 'warning') consoleErrors.push(`${message.text()} (${message.location().url})`);
});
page.on('pageerror', (error) => consoleErrors.push(String(error.stack ?? error)));
page.on('response', (response) => {
  if (response.request().resourceType() === 'document') policies.push(response.headers()['content-security-policy'] ?? '');
});

// The page's policy forbids eval, so the page is asked again and again from here.
async function until(expression, seconds) {
  const end = Date.now() + seconds * 1000;
  let last;
  for (;;) {
    try {
      last = await page.evaluate(expression);
    } catch (error) {
      last = String(error);
    }
    if (last === true) return;
    if (Date.now() > end) throw new Error(`Not true within ${seconds} s: ${expression} (it is ${JSON.stringify(last)})`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

const steps = {
  goto: ({ url }) => page.goto(url).then(() => null),
  wait: ({ expression, seconds }) => until(expression, seconds ?? 60).then(() => null),
  read: ({ expression }) => page.evaluate(expression),
  click: ({ selector }) => page.click(selector).then(() => null),
  press: ({ selector, key }) => page.press(selector, key).then(() => null),
  hover: ({ selector, x, y }) => page.hover(selector, { position: { x, y } }).then(() => null),
  size: ({ width, height }) => page.setViewportSize({ width, height }).then(() => null),
  scheme: ({ scheme }) => page.emulateMedia({ colorScheme: scheme }).then(() => null),
  screenshot: ({ path }) => page.screenshot({ path }).then(() => null),
  traffic: async () => ({ requests, consoleErrors, policies }),
};

try {
  if (given.screenshot) {
    await page.goto(given.url + (given.hash ? `#${given.hash}` : ''));
    await until("Number(document.body.dataset.samples) > 0 || !document.getElementById('empty').hidden", 60);
    for (const selector of given.click) await page.click(selector);
    await new Promise((done) => setTimeout(done, Number(given.seconds) * 1000));
    await page.screenshot({ path: given.screenshot });
    for (const error of consoleErrors) console.error(error);
  } else {
    for await (const line of createInterface({ input: process.stdin })) {
      const step = JSON.parse(line);
      let answer;
      try {
        answer = { value: (await steps[step.step](step)) ?? null };
      } catch (error) {
        answer = { error: String(error.message ?? error) };
      }
      process.stdout.write(`${JSON.stringify(answer)}\n`);
    }
  }
} finally {
  await browser.close();
}
