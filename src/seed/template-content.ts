import type { DraftContent } from '../flows';
import type { ShippedTemplate } from './templates';

/** As an author would have sent it: plain JSON, not yet checked. */
export function contentOfTemplate({ definition, exposedFields, display, tests }: ShippedTemplate): DraftContent {
  return JSON.parse(JSON.stringify({ definition, exposedFields, display, tests })) as DraftContent;
}
