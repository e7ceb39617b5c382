import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import { authorOf, Clock, knownFields, newId, type RequestContext } from '../../shared/kernel';
import { WorkspaceGuard } from '../../workspace';
import { segmentInvalid, segmentNotFound } from '../crm.errors';
import type { FilterWishes } from '../domain/contact-filter-wishes';
import { lineOf } from '../domain/texts';
import { type Segment, SegmentsRepository } from '../repositories/segments.repository';

export const SEGMENTS_MAX = 100;
export const SEGMENT_NAME_MAX = 80;

export interface SegmentWishes {
  name?: string;
  filter?: FilterWishes;
  shared?: boolean;
}

/** Saved questions for contacts: shared with all members, or of whoever made them. */
@Injectable()
export class Segments {
  constructor(
    private readonly segments: SegmentsRepository,
    private readonly guard: WorkspaceGuard,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /** Those that are shared, and the caller’s own. */
  async list(context: RequestContext): Promise<Segment[]> {
    const all = await this.segments.list(context.workspaceId);
    return all.filter((segment) => isVisible(segment, context));
  }

  /** @throws DomainError SEGMENT.NOT_FOUND. */
  async get(context: RequestContext, id: string): Promise<Segment> {
    const segment = await this.segments.find(context.workspaceId, id);
    if (segment === null || !isVisible(segment, context)) throw segmentNotFound();
    return segment;
  }

  /** `id`: of the operation, so that it is done once. @throws DomainError SEGMENT.INVALID. */
  create(context: RequestContext, id: string | undefined, wishes: Required<SegmentWishes>): Promise<Segment> {
    const { workspaceId } = context;
    const at = this.clock.now();
    const { userId } = authorOf(context);
    const segment: Segment = {
      id: id ?? newId(at),
      workspaceId,
      name: checkedName(wishes.name),
      filter: knownFields({ ...wishes.filter }),
      shared: wishes.shared,
      ...(userId === undefined ? {} : { createdBy: userId }),
      createdAt: at,
      updatedAt: at,
    };
    return this.changes.run(context, async (record) => {
      await this.guard.enter(workspaceId);
      const all = await this.segments.list(workspaceId);
      const known = all.find((one) => one.id === segment.id);
      if (known !== undefined) return known;
      if (all.length >= SEGMENTS_MAX)
        throw segmentInvalid([{ field: 'name', rule: `must be of one of at most ${SEGMENTS_MAX} segments` }]);
      await this.segments.insert(segment);
      await record({ action: 'segment.created', workspaceId, target: segment.id, after: segment });
      return segment;
    });
  }

  /** @throws DomainError SEGMENT.NOT_FOUND, SEGMENT.INVALID. */
  change(context: RequestContext, id: string, wishes: SegmentWishes): Promise<Segment> {
    const { workspaceId } = context;
    const changes = knownFields({
      name: wishes.name === undefined ? undefined : checkedName(wishes.name),
      filter: wishes.filter === undefined ? undefined : knownFields({ ...wishes.filter }),
      shared: wishes.shared,
      updatedAt: this.clock.now(),
    });
    return this.changes.run(context, async (record) => {
      const before = await this.get(context, id);
      const after = await this.segments.change(before, changes);
      if (after === null) throw segmentNotFound();
      await record({ action: 'segment.changed', workspaceId, target: id, before, after });
      return after;
    });
  }

  /** @throws DomainError SEGMENT.NOT_FOUND. */
  async remove(context: RequestContext, id: string): Promise<void> {
    const { workspaceId } = context;
    await this.changes.run(context, async (record) => {
      const before = await this.get(context, id);
      await this.segments.remove(workspaceId, id);
      await record({ action: 'segment.removed', workspaceId, target: id, before });
    });
  }
}

const isVisible = ({ shared, createdBy }: Segment, { actor }: RequestContext): boolean =>
  shared || (actor.kind === 'user' && actor.userId === createdBy);

function checkedName(name: string): string {
  const checked = lineOf(name, SEGMENT_NAME_MAX);
  if (!checked.ok) throw segmentInvalid([{ field: 'name', rule: checked.rule }]);
  return checked.value;
}
