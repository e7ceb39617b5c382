import { decodeCursor, type Page, pageOf } from '../shared/kernel';
import type { FlowTemplateVersionsRepository, VersionSummary } from './repositories/flow-template-versions.repository';
import type { FlowTemplateVersionRow } from './schemas/flow-template-version.schema';

export interface VersionPageQuery {
  limit: number;
  cursor?: string | undefined;
  status?: FlowTemplateVersionRow['status'] | undefined;
}

/** Versions of a template, latest first. They go by number, so that is what their cursor counts. @throws DomainError CURSOR.INVALID */
export async function versionPage(
  versions: Pick<FlowTemplateVersionsRepository, 'list'>,
  templateId: string,
  { limit, cursor, status }: VersionPageQuery,
): Promise<Page<VersionSummary>> {
  const below = cursor === undefined ? undefined : decodeCursor(cursor).at.getTime();
  const rows = await versions.list(templateId, limit + 1, { below, status });
  return pageOf(rows, limit, ({ _id, version }) => ({ at: new Date(version), id: _id }));
}
