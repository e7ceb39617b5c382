import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength } from 'class-validator';

const TEXT_MAX = 10_000;

export class ComposerDraftRequest {
  /** Empty takes it away. */
  @IsString()
  @MaxLength(TEXT_MAX)
  text: string;
}

export class ComposerDraftResponse {
  text: string;

  updatedAt?: Date;
}

const STATES = ['answering', 'gone'] as const;

export class PresenceRequest {
  /** answering: say it again within 20 seconds, or you are gone. */
  @IsIn(STATES)
  state: (typeof STATES)[number];
}

export class PresentResponse {
  /** The member, or the key. */
  id: string;

  /** If nothing is heard of them until then. */
  until: Date;
}

export class PresenceResponse {
  @ApiProperty({ type: [PresentResponse] })
  answering: PresentResponse[];
}
