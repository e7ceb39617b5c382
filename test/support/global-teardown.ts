import type { ProcessGroup } from '../../scripts/launcher/process-group.mjs';

export default async function globalTeardown(): Promise<void> {
  await (globalThis as { testServices?: ProcessGroup }).testServices?.stop();
}
