import { AiError } from '../../shared/providers/ai';

/** Ends with the work, or at the deadline, or with the caller's signal, also when the work heeds none of these. @throws AiError */
export async function withinDeadline<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  deadlineMs: number,
  caller?: AbortSignal,
): Promise<Result> {
  const ended = new AbortController();
  const signal = caller === undefined ? ended.signal : AbortSignal.any([caller, ended.signal]);
  const late = () => new AiError('transient', 'The model did not answer in time.', { detail: 'deadline' });
  const timer = setTimeout(() => ended.abort(), deadlineMs);
  try {
    return await Promise.race([work(signal), aborted(signal, () => (caller?.aborted === true ? cancelled() : late()))]);
  } finally {
    clearTimeout(timer);
    ended.abort();
  }
}

const cancelled = (): AiError => new AiError('cancelled', 'The call was cancelled.');

function aborted(signal: AbortSignal, error: () => AiError): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(error());
    else signal.addEventListener('abort', () => reject(error()), { once: true });
  });
}
