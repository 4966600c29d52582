// Measures tinypool with two child processes, as the lines on standard input ask for. Its arguments are the
// directories to look for tinypool in, or in whose node_modules; Node adds those of NODE_PATH.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

const WORKERS = 2

function answer(value, error = '') {
  process.stdout.write(JSON.stringify({ value, error }) + '\n')
}

async function load(directories) {
  const paths = directories.map((directory) => join(directory, 'none.js'))
  for (const path of paths) {
    try {
      return (await import(pathToFileURL(createRequire(path).resolve('tinypool')).href)).default
    } catch (e) {
      if (e.code !== 'MODULE_NOT_FOUND' || path === paths.at(-1)) throw e
    }
  }
}

function micros(start) {
  return Number(process.hrtime.bigint() - start) / 1e3
}

const workloads = {
  async round_trip(pool, size) {
    const times = []
    for (let i = 0; i < size; i++) {
      const start = process.hrtime.bigint()
      await pool.run(i)
      times.push(micros(start))
    }
    times.sort((a, b) => a - b)
    return times[times.length >> 1]
  },
  async burst(pool, size) {
    const start = process.hrtime.bigint()
    await Promise.all(Array.from({ length: size }, (_, i) => pool.run(i)))
    return size / (micros(start) / 1e6)
  },
  async echo(pool, size) {
    const block = Buffer.alloc(size << 20)
    const start = process.hrtime.bigint()
    await pool.run(block)
    return size / (micros(start) / 1e6)
  },
  async cold_start(_, size, open) {
    const start = process.hrtime.bigint()
    const fresh = open()
    await fresh.run(size)
    const millis = micros(start) / 1e3
    await fresh.destroy()
    return millis
  },
}

const directory = mkdtempSync(join(tmpdir(), 'tinypool-'))
const worker = join(directory, 'worker.mjs')
writeFileSync(worker, 'export default (value) => value\n')
try {
  const Tinypool = await load(process.argv.slice(2))
  const open = () =>
    new Tinypool({
      filename: pathToFileURL(worker).href,
      runtime: 'child_process',
      minThreads: WORKERS,
      maxThreads: WORKERS,
      serialization: 'advanced',
    })
  const pool = open()
  for await (const line of createInterface({ input: process.stdin })) {
    const [workload, size] = line.split(' ')
    answer(await workloads[workload](pool, Number(size), open))
  }
  await pool.destroy()
} catch (e) {
  const missing = e.code === 'MODULE_NOT_FOUND'
  answer(0, missing ? 'the package is not installed: see CONTRIBUTING.md, Benchmarks' : String(e))
} finally {
  rmSync(directory, { recursive: true })
}
