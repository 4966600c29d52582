"""Measures Python's ProcessPoolExecutor with two workers, as the lines on standard input ask for."""

import json
import statistics
import sys
import time
from concurrent.futures import ProcessPoolExecutor

WORKERS = 2


def no_op(value):
    return value


def round_trip(pool, size):
    times = []
    for i in range(size):
        start = time.perf_counter()
        pool.submit(no_op, i).result()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e6


def burst(pool, size):
    start = time.perf_counter()
    for future in [pool.submit(no_op, i) for i in range(size)]:
        future.result()
    return size / (time.perf_counter() - start)


def echo(pool, size):
    block = bytes(size << 20)
    start = time.perf_counter()
    pool.submit(no_op, block).result()
    return size / (time.perf_counter() - start)


def cold_start(_, size):
    start = time.perf_counter()
    with ProcessPoolExecutor(WORKERS) as fresh:
        fresh.submit(no_op, size).result()
        return (time.perf_counter() - start) * 1e3


def main():
    workloads = {"round_trip": round_trip, "burst": burst, "echo": echo, "cold_start": cold_start}
    with ProcessPoolExecutor(WORKERS) as pool:
        for line in sys.stdin:
            workload, size = line.split()
            value = workloads[workload](pool, int(size))
            print(json.dumps({"value": value, "error": ""}), flush=True)


if __name__ == "__main__":
    main()
