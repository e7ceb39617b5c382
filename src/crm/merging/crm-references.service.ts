import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Contributions } from '../../shared/kernel';
import { type ContactMove, ContactReferences } from '../contact-references.port';
import { OutcomesRepository } from '../outcomes/repositories/outcomes.repository';
import { CrmReferencesRepository } from '../repositories/crm-references.repository';

/** Outcomes and earlier merges follow a contact. None of them shows a copy of it. */
@Injectable()
export class CrmReferences extends ContactReferences implements OnModuleInit {
  constructor(
    private readonly contributions: Contributions,
    private readonly rows: CrmReferencesRepository,
    private readonly outcomes: OutcomesRepository,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(ContactReferences, this);
  }

  override async mirror(): Promise<void> {}

  override async claim(): Promise<void> {}

  override async follow(move: ContactMove): Promise<void> {
    await this.outcomes.moveAlong(move);
    await this.rows.follow(move);
  }

  override async goBack(move: ContactMove): Promise<void> {
    await this.outcomes.moveBack(move);
    await this.rows.goBack(move);
  }
}
