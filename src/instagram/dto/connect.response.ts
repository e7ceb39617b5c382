import { ApiProperty } from '@nestjs/swagger';
import type { SetUpFinding } from '../domain/set-up';

export class BegunLoginResponse {
  /** Send the browser of the account's owner there. */
  authorizeUrl: string;

  /** The owner must be back by then. */
  expiresAt: Date;
}

export class TransferredAccountResponse {
  /** Of the account in its new workspace. */
  accountId: string;
}

export class DataDeletionResponse {
  code: string;

  @ApiProperty({ enum: ['running', 'done'] })
  status: 'running' | 'done';

  requestedAt: Date;

  finishedAt?: Date;

  /** How many connected accounts were erased. */
  accounts: number;
}

class SetUpFindingResponse {
  setting: string;

  @ApiProperty({ enum: ['ok', 'missing', 'doubtful'] })
  state: SetUpFinding['state'];

  /** What to do, or what to type into Meta's pages. */
  advice: string;
}

export class SetUpReportResponse {
  /** Whether nothing is missing. */
  ready: boolean;

  @ApiProperty({ type: [SetUpFindingResponse] })
  findings: SetUpFindingResponse[];
}
