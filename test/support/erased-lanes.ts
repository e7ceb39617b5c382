import type { ErasedLanes } from '../../src/conversations';
import { standIn } from './stand-in';

/** Nobody was ever erased. */
export const nothingErased = standIn<ErasedLanes>({
  confirm: () => null,
  isClosed: () => false,
  covers: () => false,
});
