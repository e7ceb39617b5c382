import type { SendOutcome } from '../../conversations';
import { newId } from '../../shared/kernel';

/** Whatever a mock account sends goes nowhere, and counts as sent. */
export const sentByMock = (): SendOutcome => ({ kind: 'sent', mid: `mock-${newId()}` });
