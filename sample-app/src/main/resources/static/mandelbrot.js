'use strict';

// Whatever comes from the server gets into the page as text only.

const WHOLE = { x: -0.6, y: 0, width: 3.6 };
const COLORS = ['#4c9be8', '#f2a541', '#58b894', '#d96c75', '#a98be0', '#c9b458', '#5fc4cf', '#e08bc0'];
const MOST_OUTCOMES = 20;
const NARROWEST = 1e-13;
const WIDEST = 16;

const $ = id => document.getElementById(id);
const canvas = $('canvas');
const picture = canvas.getContext('2d');
const owners = $('owners').getContext('2d');

let view = { ...WHOLE };
let running = null; // {source, id, tiles, done, workers: Map of pid to worker}
let drawn = null; // what the canvas shows

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

// --- a picture ---

function render() {
  stop();
  showOldPictureFromNewPlace();
  drawn = { ...view };
  const query = new URLSearchParams({ ...view, samples: $('samples').value });
  const source = new EventSource('mandelbrot/picture?' + query);
  const mine = { source, id: null, tiles: 0, done: 0, workers: new Map() };
  running = mine;
  on('start', data => {
    mine.id = data.id;
    mine.tiles = data.tiles;
    showProgress(mine);
  });
  on('tile', data => {
    mine.done++;
    draw(data);
    count(mine, data);
    showProgress(mine);
  });
  on('lost', data => {
    mine.done++;
    drawLost(data);
    addOutcome(`Tile at ${data.left}, ${data.top}`, data);
    showProgress(mine);
  });
  on('end', data => end(mine, summary(data)));
  // The browser would ask again by itself, which would begin another picture.
  source.onerror = () => end(mine, 'The connection to the application was lost.');
  $('cancel').disabled = false;
  $('status').textContent = 'Rendering…';
  $('count').textContent = 'starting';
  $('progress').removeAttribute('value');
  showWorkers(mine);

  function on(name, listener) {
    source.addEventListener(name, event => {
      if (running === mine) listener(JSON.parse(event.data));
    });
  }
}

/** Asks the server to stop the work; it answers with the end of the stream. */
async function cancel() {
  const mine = running;
  if (!mine || !mine.id) return;
  $('status').textContent = 'Cancelling…';
  try {
    await fetch('mandelbrot/pictures/' + encodeURIComponent(mine.id), { method: 'DELETE' });
  } catch {
    end(mine, 'The application does not answer.');
  }
}

/** For the next picture: nobody waits for the end of this one. */
function stop() {
  if (!running) return;
  running.source.close();
  if (running.id) {
    fetch('mandelbrot/pictures/' + encodeURIComponent(running.id), { method: 'DELETE' }).catch(() => {});
  }
  running = null;
}

function end(mine, sentence) {
  if (running !== mine) return;
  mine.source.close();
  running = null;
  // A focused button that is disabled would lose the focus to nowhere.
  if (document.activeElement === $('cancel')) $('render').focus();
  $('cancel').disabled = true;
  $('progress').value = mine.tiles ? mine.done / mine.tiles : 0;
  $('status').textContent = sentence;
}

function summary({ rendered, lost, cancelled, millis }) {
  const parts = [`${rendered} tiles rendered in ${(millis / 1000).toFixed(1)} s`];
  if (lost) parts.push(`${lost} lost`);
  if (cancelled) parts.push(`${cancelled} cancelled`);
  return parts.join(', ') + '.';
}

function showProgress({ done, tiles }) {
  $('progress').value = done / tiles;
  $('count').textContent = `${done} of ${tiles} tiles`;
}

// --- on the canvas ---

/** Until the new tiles come: what the old picture shows of the new place, dimmed. */
function showOldPictureFromNewPlace() {
  const { width, height } = canvas;
  const old = document.createElement('canvas');
  old.width = width;
  old.height = height;
  old.getContext('2d').drawImage(canvas, 0, 0);
  picture.fillStyle = '#000';
  picture.fillRect(0, 0, width, height);
  if (drawn) {
    const scale = drawn.width / view.width;
    const left = width / 2 + (drawn.x - view.x) / view.width * width - width * scale / 2;
    const top = height / 2 - (drawn.y - view.y) / view.width * width - height * scale / 2;
    picture.globalAlpha = 0.35;
    picture.drawImage(old, left, top, width * scale, height * scale);
    picture.globalAlpha = 1;
  }
  owners.clearRect(0, 0, width, height);
}

function draw({ left, top, width, height, rgb }) {
  const bytes = atob(rgb);
  const image = picture.createImageData(width, height);
  for (let from = 0, to = 0; from < bytes.length; to++) {
    image.data[to++] = bytes.charCodeAt(from++);
    image.data[to++] = bytes.charCodeAt(from++);
    image.data[to++] = bytes.charCodeAt(from++);
    image.data[to] = 255;
  }
  picture.putImageData(image, left, top);
}

function drawLost({ left, top, width, height }) {
  picture.strokeStyle = '#ff5449';
  picture.lineWidth = 2;
  picture.strokeRect(left + 1, top + 1, width - 2, height - 2);
  picture.beginPath();
  picture.moveTo(left, top);
  picture.lineTo(left + width, top + height);
  picture.stroke();
}

// --- workers ---

function count(mine, { worker: pid, left, top, width, height }) {
  let worker = mine.workers.get(pid);
  if (!worker) {
    worker = { pid, tiles: 0, color: COLORS[mine.workers.size % COLORS.length], ended: '' };
    mine.workers.set(pid, worker);
  }
  worker.tiles++;
  owners.strokeStyle = worker.color;
  owners.lineWidth = 3;
  owners.strokeRect(left + 2.5, top + 2.5, width - 5, height - 5);
  showWorkers(mine);
}

function showWorkers({ workers, tiles }) {
  const rows = [...workers.values()].map(worker => {
    const row = element('tr', undefined, gone.has(worker.pid) ? 'gone' : '');
    const head = element('th');
    head.scope = 'row';
    const dot = element('span', undefined, 'dot');
    dot.style.background = worker.color;
    head.append(dot, String(worker.pid));
    const bar = element('div', undefined, 'share-bar');
    bar.style.width = 100 * worker.tiles / tiles + '%';
    bar.style.background = worker.color;
    const share = element('td');
    share.append(bar);
    row.append(head, share, element('td', String(worker.tiles)));
    return row;
  });
  $('workers').tBodies[0].replaceChildren(...rows);
  $('workers').hidden = rows.length === 0;
  $('no-workers').hidden = rows.length > 0;
  shown = { workers, tiles };
}

const gone = new Set(); // process ids of workers that a fault has ended
let shown = { workers: new Map(), tiles: 0 };

// --- faults ---

async function commit(button) {
  const fault = button.dataset.fault;
  const name = button.querySelector('b').textContent;
  try {
    const response = await fetch('mandelbrot/faults/' + fault, { method: 'POST' });
    const answer = await response.json();
    if (response.ok) {
      gone.add(answer.worker);
      showWorkers(shown);
      addOutcome(name, answer);
    } else {
      addOutcome(name, { exception: answer.title ?? 'Error', message: answer.detail ?? `Status ${response.status}` });
    }
  } catch {
    addOutcome(name, { exception: 'No answer', message: 'The application does not answer.' });
  }
}

function addOutcome(what, { exception, message, worker, millis }) {
  const item = element('li', undefined, 'outcome');
  const facts = [what, new Date().toLocaleTimeString()];
  if (worker > 0) facts.push(`process ${worker}`);
  if (millis !== undefined) facts.push(`${(millis / 1000).toFixed(1)} s`);
  item.append(element('b', exception), element('p', message ?? ''), element('small', facts.join(' · ')));
  $('outcomes').prepend(item);
  while ($('outcomes').childElementCount > MOST_OUTCOMES) $('outcomes').lastElementChild.remove();
  $('no-outcomes').hidden = true;
}

// --- where to look ---

function go(x, y, width) {
  const within = (value, edge) => Math.max(-edge, Math.min(edge, value));
  view = { x: within(x, 4), y: within(y, 4), width: Math.max(NARROWEST, Math.min(WIDEST, width)) };
  const known = [...$('place').options].find(option => option.value === `${view.x},${view.y},${view.width}`);
  $('place').value = known ? known.value : '';
  render();
}

function move(right, up) {
  go(view.x + right * view.width / 5, view.y + up * view.width / 5, view.width);
}

function zoom(factor) {
  go(view.x, view.y, view.width * factor);
}

canvas.addEventListener('click', event => {
  const box = canvas.getBoundingClientRect();
  const right = (event.clientX - box.left) / box.width - 0.5;
  const down = ((event.clientY - box.top) / box.height - 0.5) * canvas.height / canvas.width;
  go(view.x + right * view.width, view.y - down * view.width, view.width / 3);
});

canvas.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const keys = {
    ArrowLeft: () => move(-1, 0),
    ArrowRight: () => move(1, 0),
    ArrowUp: () => move(0, 1),
    ArrowDown: () => move(0, -1),
    '+': () => zoom(1 / 2),
    '=': () => zoom(1 / 2),
    '-': () => zoom(2),
  };
  if (!keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});

// --- the wall of another pool ---

/** As the pool itself says; without an answer nothing is claimed. */
async function showWall() {
  const answer = await fetch('actuator/asynccpu/thumbnails', { headers: { Accept: 'application/json' } });
  $('wall').hidden = !answer.ok || (await answer.json()).sandbox === 'none';
}

$('render').addEventListener('click', render);
$('cancel').addEventListener('click', cancel);
$('in').addEventListener('click', () => zoom(1 / 2));
$('out').addEventListener('click', () => zoom(2));
$('samples').addEventListener('change', render);
$('place').addEventListener('change', event => {
  const [x, y, width] = event.target.value.split(',').map(Number);
  go(x, y, width);
});
$('show-owners').addEventListener('change', event => { $('owners').hidden = !event.target.checked; });
document.querySelectorAll('[data-fault]').forEach(
  button => button.addEventListener('click', () => commit(button)));

render();
showWall().catch(() => { $('wall').hidden = true; });
