import { readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second for everybody who asks through /proc. */
const TICK_MS = 10;

/** Processor time that the processes have used so far, user and system, in ms. */
export function cpuMs(pids) {
  return pids.reduce((total, pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return total + (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  }, 0);
}

/** Resident memory in MB. */
export function rssMb(pid) {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}
