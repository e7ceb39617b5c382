import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, Length, Matches, MaxLength } from 'class-validator';
import { IfGiven, IfSent } from '../../shared/http';
import { AI_DIALECTS, type AiDialect } from '../../shared/providers/ai';

const MODEL_NAME = /^[\w./:@-]{1,120}$/;
/** No key is known that has other characters; none of these can break a header. */
const KEY = /^[\x21-\x7e]{1,500}$/;

export class OwnProviderRequest {
  /**
   * Address of the API with its version: https, on the public internet.
   * @example "https://api.openai.com/v1"
   */
  @IsString()
  @Length(1, 500)
  baseUrl: string;

  /** `basic` for servers that refuse parameters which they do not know. */
  @ApiProperty({ enum: AI_DIALECTS })
  @IsIn(AI_DIALECTS)
  dialect: AiDialect;

  /** @example "gpt-5.4-mini" */
  @Matches(MODEL_NAME)
  model: string;

  /** Makes vectors of texts; absent: they are made here. */
  @IfSent()
  @Matches(MODEL_NAME)
  embeddingModel?: string;

  /** Writes down voice messages; absent: they stay as they are. */
  @IfSent()
  @Matches(MODEL_NAME)
  transcriptionModel?: string;

  /** Kept encrypted and never shown. Absent: the stored one stays, if `baseUrl` does; null: none. */
  @ApiProperty({ type: 'string', nullable: true, required: false, maxLength: 500, pattern: KEY.source })
  @IfGiven()
  @MaxLength(500)
  @Matches(KEY)
  apiKey?: string | null;
}

export class OwnProviderResponse {
  baseUrl: string;

  @ApiProperty({ enum: AI_DIALECTS })
  dialect: AiDialect;

  model: string;

  embeddingModel?: string;

  transcriptionModel?: string;

  hasKey: boolean;

  /** The key's last four characters. */
  keyHint?: string;

  updatedAt: Date;
}

export class ProviderProbeResponse {
  /** Whether the provider answered. */
  ok: boolean;

  /** Kind of failure, such as `config` for a wrong key, address or model. */
  failure?: string;

  message?: string;

  model?: string;

  @ApiProperty({ type: 'integer' })
  durationMs: number;
}
