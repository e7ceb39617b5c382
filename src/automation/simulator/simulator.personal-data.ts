import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Contributions } from '../../shared/kernel';
import { onlyFields, type PersonalCollection, PersonalData, wholeRows } from '../../workspace';
import { PERSONAS } from './schemas/persona.schema';
import { SIMULATIONS } from './schemas/simulation.schema';

/** The people of the simulator are made up; of real ones it knows who made them up. */
@Injectable()
export class SimulatorPersonalData extends PersonalData implements OnModuleInit {
  readonly collections: readonly PersonalCollection[] = [
    {
      collection: PERSONAS,
      hidden: [],
      member: ({ workspaceId, userId }) => onlyFields(['createdBy'], { workspaceId, createdBy: userId }),
      workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    },
    {
      collection: SIMULATIONS,
      hidden: ['revision'],
      member: ({ workspaceId, userId }) => wholeRows({ workspaceId, createdBy: userId }),
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
