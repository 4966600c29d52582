'use strict';

// Everything that comes from the application, and so perhaps from a child, gets into the page as text only.
// Elements are kept from one answer to the next and changed where they differ: focus, open details and scroll stay.

const EVERY = 1000; // ms from one answer to the next question
const PATIENCE = 10_000; // ms for an answer, and the longest pause between tries
const HISTORY = 5 * 60_000; // ms that the plots show, as soon as there is so much
const SHORTEST = 60_000; // ms that they show at first
const GAP = 6_000; // ms without a sample that make a gap in a plot
const PAGE_SIZE = 20;
const FAILURES = 20;

const endpoint = location.pathname.replace(/\/+$/, '');
// Not in somebody else's frame: there a click might not mean what it seems to.
const mayOperate = document.body.dataset.operations === 'true' && window.top === window.self;
const pools = new Map(); // by name
let skew = 0; // ms that the application's clock is ahead of this one
let held = false;
let timer;
let lostSince = null;
let wait = EVERY;

const $ = id => document.getElementById(id);

// --- elements ---

/** A copy of the template's element, with `at`: its parts by their data-at. */
function copy(template) {
  const element = $(template).content.firstElementChild.cloneNode(true);
  const at = {};
  for (const part of element.querySelectorAll('[data-at]')) at[part.dataset.at] = part;
  return { element, at };
}

function text(element, value) {
  if (element.textContent !== value) element.textContent = value;
}

function show(element, visible) {
  if (element.hidden === visible) element.hidden = !visible;
}

/** Makes the children of the parent those of the items, by their keys; `known` remembers them. */
function sync(parent, known, items, key, create, update) {
  const keys = new Set(items.map(key));
  for (const [id, part] of known) {
    if (keys.has(id)) continue;
    keepFocus(part.element);
    part.element.remove();
    known.delete(id);
  }
  items.forEach((item, index) => {
    const id = key(item);
    let part = known.get(id);
    if (!part) {
      part = create(item);
      known.set(id, part);
    }
    if (parent.children[index] !== part.element) parent.insertBefore(part.element, parent.children[index] ?? null);
    update(part, item);
  });
}

/** What is about to go may have the focus; its pool's name takes it over, so that Tab goes on from there. */
function keepFocus(element) {
  if (element.contains(document.activeElement)) {
    element.closest('.pool')?.querySelector('h2')?.focus({ preventScroll: true });
  }
}

// --- words ---

const number = new Intl.NumberFormat('en');
const clock = new Intl.DateTimeFormat([], { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

function duration(ms) {
  const s = Math.max(0, ms) / 1000;
  if (s < 10) return s.toFixed(1) + ' s';
  if (s < 60) return Math.floor(s) + ' s';
  if (s < 3600) return `${Math.floor(s / 60)} min ${Math.floor(s % 60)} s`;
  if (s < 86_400) return `${Math.floor(s / 3600)} h ${Math.floor(s % 3600 / 60)} min`;
  return `${Math.floor(s / 86_400)} d ${Math.floor(s % 86_400 / 3600)} h`;
}

const since = instant => Date.now() + skew - Date.parse(instant);

function bytes(n) {
  if (!(n >= 0)) return '–';
  const mib = n / 1048576;
  return mib < 1000 ? Math.round(mib) + ' MiB' : (mib / 1024).toFixed(1) + ' GiB';
}

function plural(n, one, many) {
  return `${number.format(n)} ${n === 1 ? one : many}`;
}

// --- pools ---

function showPools(answer) {
  sync($('pools'), pools, answer, pool => pool.name, createPool, updatePool);
  show($('empty'), answer.length === 0);
}

function createPool(pool) {
  const { element, at } = copy('pool');
  const view = {
    name: pool.name, element, at, lanes: new Map(), queued: new Map(), failures: new Map(),
    samples: [], page: 0, failureMark: null, failureAsks: 0, pool,
  };
  const title = `pool-${pools.size}`;
  at.name.id = title;
  element.setAttribute('aria-labelledby', title);
  at.pause.addEventListener('click', () => operate(
    view.pool.paused ? `Pool ${pool.name} goes on.` : `Pool ${pool.name} is paused: running tasks finish, others wait.`,
    'POST', [pool.name], { paused: !view.pool.paused }));
  at.resize.addEventListener('click', () => resize(view));
  at.max.addEventListener('keydown', event => {
    if (event.key === 'Enter') resize(view);
    if (event.key === 'Escape') at.max.value = view.pool.maxWorkers;
  });
  at.queue.addEventListener('toggle', () => refreshQueue(view));
  at.previous.addEventListener('click', () => turnPage(view, -1));
  at.next.addEventListener('click', () => turnPage(view, 1));
  return view;
}

function updatePool(view, pool) {
  const { at } = view;
  view.pool = pool;
  text(at.name, pool.name);
  const [word, kind] = state(pool);
  text(at.state, word);
  at.state.className = 'badge ' + kind;
  show(at.sandbox, pool.sandbox !== 'none');
  text(at.sandbox, `sandbox: ${pool.sandbox}`);
  const problem = pool.outOfService ?? pool.startFailure ?? pool.waitingForMemory ?? pool.warnings[0];
  show(at.problem, Boolean(problem));
  text(at.problem, problem ?? '');
  show(at.pause, mayOperate && pool.state === 'RUNNING');
  text(at.pause, pool.paused ? 'Resume' : 'Pause');
  at.pause.setAttribute('aria-label', `${pool.paused ? 'Resume' : 'Pause'} pool ${pool.name}`);

  show(at.size, mayOperate && pool.state === 'RUNNING');
  // What somebody is typing stays; else the field shows what holds, whoever has changed it.
  if (document.activeElement !== at.max && document.activeElement !== at.resize) at.max.value = pool.maxWorkers;
  at.max.min = Math.max(1, pool.minWorkers);
  at.max.setAttribute('aria-label', `Most workers of pool ${pool.name}`);
  at.resize.setAttribute('aria-label', `Resize pool ${pool.name}`);

  sample(view, pool);
  sync(at.lanes, view.lanes, pool.workers, worker => worker.id, () => createLane(view), updateLane);
  show(at['no-workers'], pool.workers.length === 0);

  show(at.queue, pool.queued > 0 || at.queue.open || at.queue.contains(document.activeElement));
  text(at['queue-count'], number.format(pool.queued));
  refreshQueue(view);
  refreshFailures(view);
}

function state(pool) {
  if (pool.outOfService) return ['out of service', 'bad'];
  if (pool.state !== 'RUNNING') return [pool.state.toLowerCase().replace('_', ' '), 'warn'];
  if (pool.paused) return ['paused', 'warn'];
  return pool.running > 0 ? ['busy', 'good'] : ['idle', ''];
}

// --- figures and plots ---

function sample(view, pool) {
  const { at, samples } = view;
  const now = Date.now();
  const last = samples.at(-1);
  const measured = pool.workers.filter(worker => worker.residentBytes > 0);
  const memory = measured.length ? measured.reduce((sum, worker) => sum + worker.residentBytes, 0) : null;
  const rate = last && now - last.time < GAP
    ? Math.max(0, pool.completed - last.completed) * 1000 / Math.max(1, now - last.time) : null;
  samples.push({ time: now, completed: pool.completed, queued: pool.queued, rate, memory });
  while (samples[0].time < now - HISTORY) samples.shift();

  // The number of the last seconds, which does not flicker as that of one would.
  const recent = samples.filter(it => it.time > now - 5000 && it.rate !== null);
  const mean = recent.length ? recent.reduce((sum, it) => sum + it.rate, 0) / recent.length : 0;
  text(at.queued, number.format(pool.queued));
  text(at.capacity, pool.queueCapacity < 2147483647 ? `queue capacity ${number.format(pool.queueCapacity)}` : '');
  text(at.rate, (mean >= 100 ? number.format(Math.round(mean)) : mean.toFixed(1)) + ' / s');
  text(at.ended, ended(pool));
  text(at.memory, bytes(memory ?? -1));
  text(at.workers, `${plural(pool.workers.length, 'worker', 'workers')}, at most ${pool.maxWorkers}`
    + (pool.spareWorkers ? ` and ${pool.spareWorkers} spare` : ''));
  const minutes = Math.ceil(Math.max(SHORTEST, now - samples[0].time) / 60_000);
  text(at.span, minutes === 1 ? 'last minute' : `last ${minutes} minutes`);
  // A pool in which nothing happens takes no more than its name and a line.
  show(at.figures, pool.workers.length > 0 || samples.some(it => it.queued > 0 || it.rate > 0));
  const [queuePlot, ratePlot, memoryPlot] = view.plots ??= [...view.element.querySelectorAll('.plot')];
  plot(queuePlot, samples, it => it.queued, now);
  plot(ratePlot, samples, it => it.rate, now);
  plot(memoryPlot, samples, it => it.memory, now);
}

function ended(pool) {
  const others = pool.completed - (pool.outcomes?.SUCCESS ?? pool.completed);
  return `${number.format(pool.completed)} in all` + (others > 0 ? `, ${number.format(others)} without success` : '');
}

/** The newest at the right edge; each stretch without a gap is a line, and an area under it. */
function plot(svg, samples, value, now) {
  const span = Math.max(SHORTEST, now - samples[0].time);
  const top = Math.max(1, ...samples.map(it => value(it) ?? 0));
  let line = '';
  let area = '';
  let stretch = [];
  const close = () => {
    if (stretch.length > 1) {
      const points = stretch.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L');
      line += `M${points}`;
      area += `M${stretch[0][0].toFixed(1)} 40L${points}L${stretch.at(-1)[0].toFixed(1)} 40Z`;
    }
    stretch = [];
  };
  let before = null;
  for (const it of samples) {
    const v = value(it);
    if (v === null || (before !== null && it.time - before > GAP)) close();
    if (v !== null) stretch.push([300 - (now - it.time) / span * 300, 39 - v / top * 37]);
    before = it.time;
  }
  close();
  svg.querySelector('.line').setAttribute('d', line);
  svg.querySelector('.area').setAttribute('d', area);
}

// --- workers and their tasks ---

function createLane(view) {
  const { element, at } = copy('lane');
  const lane = { element, at, view, tasks: new Map(), worker: null, cpu: null };
  at.recycle.addEventListener('click', () => operate(
    `Worker ${lane.worker.id} of pool ${view.name} ends without a task, when another one is ready.`,
    'POST', [view.name, 'workers', lane.worker.id], { operation: 'recycle' }));
  at.threads.addEventListener('click', () => showThreads(lane));
  at.close.addEventListener('click', () => {
    show(at.dump, false);
    at.threads.focus();
  });
  return lane;
}

function updateLane(lane, worker) {
  const { at, view } = lane;
  lane.worker = worker;
  text(at.worker, `Worker ${worker.id}`);
  text(at.pid, worker.pid > 0 ? `pid ${worker.pid}` : '');
  at.worker.parentElement.className = 'who '
    + (worker.state === 'STARTING' ? 'starting' : worker.state === 'READY' ? '' : 'leaving');
  sync(at.tasks, lane.tasks, worker.runningTasks, task => task.id, () => createTask(view), updateTask);
  show(at.tasks, worker.runningTasks.length > 0);
  show(at.idle, worker.runningTasks.length === 0);
  text(at.idle, worker.state === 'READY' ? 'idle' : worker.state.toLowerCase());
  text(at.cpu, load(lane, worker));
  text(at.memory, worker.residentBytes > 0 ? bytes(worker.residentBytes) : '–');
  text(at.done, number.format(worker.tasksDone));
  text(at.age, duration(since(worker.startedAt)));
  show(at.operations, mayOperate && worker.state === 'READY');
  at.threads.setAttribute('aria-label', `Threads of worker ${worker.id} of pool ${view.name}`);
  at.recycle.setAttribute('aria-label', `Recycle worker ${worker.id} of pool ${view.name}`);
}

/** Where they stand at this moment: the text stays until it is closed, or asked for again. */
async function showThreads(lane) {
  const { at, view, worker } = lane;
  at.threads.disabled = true;
  try {
    const response = await change('POST', [view.name, 'workers', worker.id], { operation: 'threads' }, 2 * PATIENCE);
    if (!response.ok) {
      text($('said'), await refusal(response));
      return;
    }
    const dump = await response.json();
    text(at['dump-facts'], `Threads of worker ${dump.workerId}, pid ${dump.pid}, at ${clock.format(Date.parse(dump.at))}`);
    text(at['dump-text'], dump.threads);
    at['dump-text'].setAttribute('aria-label', `Threads of worker ${dump.workerId}`);
    show(at.dump, true);
    at['dump-text'].focus({ preventScroll: true });
  } catch (failure) {
    text($('said'), `This was not done: ${reason(failure)}.`);
  } finally {
    at.threads.disabled = false;
  }
}

/** How many percent of one processor the worker has used since the last answer. */
function load(lane, worker) {
  const used = worker.cpuTimeMillis;
  if (!(used >= 0)) return '–';
  const now = Date.now();
  const last = lane.cpu;
  lane.cpu = { used, now, shown: last?.shown ?? '–' };
  if (last && now > last.now) {
    lane.cpu.shown = Math.max(0, Math.round((used - last.used) * 100 / (now - last.now))) + ' %';
  }
  return lane.cpu.shown;
}

function createTask(view) {
  const { element, at } = copy('task');
  const part = { element, at, view, task: null };
  at.cancel.addEventListener('click', () => cancel(view, part.task));
  return part;
}

function updateTask(part, task) {
  const { at } = part;
  const { progress } = task;
  part.task = task;
  text(at.name, task.name);
  at.name.title = task.name;
  text(at.message, progress?.message ?? '');
  const known = progress && progress.total > 0;
  const share = known ? Math.max(0, Math.min(1, progress.done / progress.total)) : 0;
  at.fill.style.width = share * 100 + '%';
  const words = [];
  if (known) words.push(Math.floor(share * 100) + ' %');
  else if (progress) words.push(number.format(progress.done));
  if (task.attempt > 1) words.push(`attempt ${task.attempt}`);
  words.push(duration(since(task.startedAt ?? task.submittedAt)));
  text(at.time, words.join(' · '));
  at.bar.setAttribute('aria-label', `Task ${task.id}, ${task.name}`);
  if (known) at.bar.setAttribute('aria-valuenow', String(Math.floor(share * 100)));
  else at.bar.removeAttribute('aria-valuenow');
  show(at.cancel, mayOperate);
  at.cancel.setAttribute('aria-label', `Cancel task ${task.id}, ${task.name}`);
}

// --- the queue: a page of it, and only while somebody looks ---

async function refreshQueue(view) {
  const { at, pool } = view;
  if (!at.queue.open || view.asking) return;
  view.asking = true;
  try {
    const pages = Math.max(1, Math.ceil(pool.queued / PAGE_SIZE));
    view.page = Math.min(view.page, pages - 1);
    const answer = await ask([view.name, 'queued'], { page: view.page, size: PAGE_SIZE });
    sync(at['queue-items'], view.queued, answer.items, task => task.id, () => {
      const { element, at } = copy('queued');
      const part = { element, at, task: null };
      at.cancel.addEventListener('click', () => cancel(view, part.task));
      return part;
    }, (part, task) => {
      part.task = task;
      text(part.at.id, `#${task.id}`);
      text(part.at.name, task.name);
      text(part.at.time, duration(since(task.submittedAt)));
      show(part.at.cancel, mayOperate);
      part.at.cancel.setAttribute('aria-label', `Cancel task ${task.id}, ${task.name}`);
    });
    const first = answer.page * answer.size;
    show(at.pages, answer.total > PAGE_SIZE);
    text(at.range, `${number.format(first + 1)} to ${number.format(first + answer.items.length)} of ${number.format(answer.total)}`);
    at.previous.disabled = answer.page === 0;
    at.next.disabled = first + answer.items.length >= answer.total;
  } catch (failure) {
    trouble(failure);
  } finally {
    view.asking = false;
  }
}

function turnPage(view, by) {
  view.page = Math.max(0, view.page + by);
  refreshQueue(view);
}

// --- failures: asked for when there are new ones ---

async function refreshFailures(view) {
  const { at, pool } = view;
  const mark = pool.completed - (pool.outcomes?.SUCCESS ?? 0);
  // Twice: a failure may be counted a moment before it is in the list.
  if (mark !== view.failureMark) view.failureAsks = 2;
  view.failureMark = mark;
  if (view.failureAsks === 0) return;
  view.failureAsks--;
  try {
    const answer = await ask([view.name, 'failures'], { page: 0, size: FAILURES });
    sync(at['failure-items'], view.failures, answer.items, it => `${it.taskId} ${it.at}`, () => copy('failure'), updateFailure);
    show(at.failures, answer.items.length > 0);
    text(at['failure-count'], answer.total > answer.items.length ? `the newest ${answer.items.length} of ${answer.total}` : '');
  } catch (failure) {
    if (failure.status === 404) return; // the pool has gone meanwhile
    view.failureAsks = 1;
    trouble(failure);
  }
}

function updateFailure({ at }, failure) {
  const message = failure.message ?? '';
  text(at.at, clock.format(Date.parse(failure.at)));
  at.at.dateTime = failure.at;
  text(at.exception, (failure.exception ?? failure.outcome).split('.').at(-1));
  text(at.name, failure.name);
  text(at.message, message.split('\n')[0]);
  text(at.whole, message);
  const facts = [`task ${failure.taskId}`, failure.outcome.toLowerCase().replaceAll('_', ' ')];
  if (failure.attempt > 1) facts.push(`attempt ${failure.attempt}`);
  if (failure.workerPid > 0) facts.push(`worker pid ${failure.workerPid}`);
  if (failure.exitCode >= 0) facts.push(`exit code ${failure.exitCode}`);
  if (failure.signal) facts.push(failure.signal);
  if (failure.problematicFrame) facts.push(failure.problematicFrame);
  text(at.facts, facts.join(' · '));
  const output = failure.lastOutput ?? [];
  show(at.output, output.length > 0);
  text(at.output, Array.isArray(output) ? output.join('\n') : output);
  show(at.stack, Boolean(failure.stackTrace));
  text(at.stack, failure.stackTrace ?? '');
}

// --- operations ---

function resize(view) {
  const { max } = view.at;
  if (!max.reportValidity() || max.value === '') return;
  const most = Number(max.value);
  operate(`Pool ${view.name} may have ${plural(most, 'worker', 'workers')} now.`, 'POST', [view.name], { maxWorkers: most });
}

function cancel(view, task) {
  if (!confirm(`Cancel task ${task.id}, ${task.name}, of pool ${view.name}?`)) return;
  operate(`Task ${task.id} is cancelled.`, 'DELETE', [view.name, 'tasks', task.id]);
}

async function operate(done, method, path, body) {
  try {
    const response = await change(method, path, body, PATIENCE);
    text($('said'), response.ok ? done : await refusal(response));
  } catch (failure) {
    text($('said'), `This was not done: ${failure.message}.`);
  }
  poll();
}

function change(method, path, body, patience) {
  const headers = { Accept: 'application/json' };
  if (body) headers['Content-Type'] = 'application/json';
  const token = document.cookie.split('; ').find(it => it.startsWith('XSRF-TOKEN='));
  if (token) headers['X-XSRF-TOKEN'] = decodeURIComponent(token.slice('XSRF-TOKEN='.length));
  return fetch(url(path), {
    method, headers, body: body && JSON.stringify(body), signal: AbortSignal.timeout(patience), redirect: 'error',
  });
}

async function refusal(response) {
  if (response.status === 404) return 'It is not there any more.';
  if (response.status === 401 || response.status === 403) {
    return `The application refuses that (status ${response.status}): you may not, or it misses its CSRF token.`;
  }
  const answer = await response.json().catch(() => ({}));
  return `That did not work (status ${response.status}). ${answer.detail ?? answer.message ?? ''}`;
}

// --- questions ---

function url(path) {
  return [endpoint, ...path.map(encodeURIComponent)].join('/');
}

async function ask(path, query) {
  const response = await fetch(url(path) + (query ? '?' + new URLSearchParams(query) : ''), {
    headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(PATIENCE), cache: 'no-store', redirect: 'error',
  });
  if (!response.ok) {
    throw Object.assign(new Error(`it answers with status ${response.status}`), { status: response.status });
  }
  const date = Date.parse(response.headers.get('Date'));
  // The header has whole seconds; only a clock that is off by more is corrected.
  if (date && Math.abs(date - Date.now() - skew) > 1500) skew = date - Date.now();
  return response.json();
}

async function poll() {
  clearTimeout(timer);
  timer = undefined;
  if (held || document.hidden || poll.asking) return;
  poll.asking = true;
  try {
    const { pools } = await ask([]);
    try {
      showPools(pools);
    } catch (mistake) {
      throw new Error(`${mistake}`, { cause: mistake });
    }
    lostSince = null;
    wait = EVERY;
    show($('trouble'), false);
    connection('live', `Live, ${clock.format(Date.now())}`);
  } catch (failure) {
    lostSince ??= Date.now();
    wait = Math.min(wait * 2, PATIENCE);
    const what = failure.cause ? 'This page cannot show what it is told' : 'The application cannot be reached';
    text($('trouble'), `${what} since ${clock.format(lostSince)}: ${reason(failure)}. What you see is from before.`);
    show($('trouble'), true);
    connection('lost', 'Trying again');
  } finally {
    poll.asking = false;
  }
  if (!held && !document.hidden) timer = setTimeout(poll, wait);
}

/** Of a list; that the pools cannot be asked for, poll says. */
function trouble(failure) {
  text($('said'), `A list could not be read: ${reason(failure)}.`);
}

function reason(failure) {
  if (failure.name === 'TimeoutError') return 'it does not answer';
  return failure instanceof TypeError ? 'no connection' : failure.message;
}

function connection(kind, words) {
  $('connection').className = 'connection ' + kind;
  text($('connection-text'), words);
}

$('hold').addEventListener('click', () => {
  held = !held;
  $('hold').setAttribute('aria-pressed', String(held));
  text($('hold'), held ? 'Go on' : 'Hold');
  if (held) connection('', `Held at ${clock.format(Date.now())}`);
  poll();
});
document.addEventListener('visibilitychange', poll);
poll();
