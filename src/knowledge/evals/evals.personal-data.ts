import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Contributions } from '../../shared/kernel';
import { onlyFields, type PersonalCollection, PersonalData, wholeRows } from '../../workspace';
import { EVAL_CASES } from '../schemas/eval-case.schema';
import { EVAL_RUNS } from '../schemas/eval-run.schema';

/** Golden sets, whose cases may quote people. */
@Injectable()
export class EvalsPersonalData extends PersonalData implements OnModuleInit {
  readonly collections: readonly PersonalCollection[] = [
    {
      collection: EVAL_CASES,
      hidden: [],
      contact: ({ workspaceId, conversationIds }) =>
        wholeRows({ workspaceId, conversationId: { $in: conversationIds } }),
      member: ({ workspaceId, userId }) => onlyFields(['createdBy'], { workspaceId, createdBy: userId }),
      workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    },
    {
      collection: EVAL_RUNS,
      hidden: [],
      contact: ({ workspaceId, conversationIds }) =>
        wholeRows({ workspaceId, conversationIds: { $in: conversationIds } }),
      member: ({ workspaceId, userId }) => onlyFields(['createdBy'], { workspaceId, createdBy: userId }),
      workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    },
  ];

  constructor(private readonly contributions: Contributions) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(PersonalData, this);
  }
}
