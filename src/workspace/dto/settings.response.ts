import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';
import { ONBOARDING_STEPS, type OnboardingStep } from '../domain/settings/onboarding-steps';

export class SettingsResponse {
  /** @example "business-hours" */
  group: string;

  /** Rises with every change; 0 while nobody has set anything. */
  @ApiProperty({ type: 'integer' })
  version: number;

  /** Every field of the group, those that nobody has set with their default. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  values: object;

  updatedAt?: Date;

  /** Id of who changed it last. */
  updatedBy?: string;
}

export class SettingsListResponse {
  @ApiProperty({ type: [SettingsResponse] })
  items: SettingsResponse[];
}

export class SettingsVersionResponse {
  @ApiProperty({ type: 'integer' })
  version: number;

  /** What was set from then on; fields with their default are not named. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  values: object;

  at: Date;

  /** Id of who changed it. */
  changedBy?: string;
}

export class SettingsHistoryResponse extends PageOf(SettingsVersionResponse) {}

export class SettingsReaderResponse {
  /** The part of Parley that reads them. */
  by: string;

  @ApiProperty({ type: [String] })
  fields: readonly string[];
}

export class SettingsGroupResponse {
  name: string;

  about: string;

  /** Parley sets them by itself. */
  readOnly: boolean;

  /** JSON Schema of each field. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  fields: object;

  @ApiProperty({ type: 'object', additionalProperties: true })
  defaults: object;

  @ApiProperty({ type: [SettingsReaderResponse] })
  readers: SettingsReaderResponse[];
}

export class SettingsGroupListResponse {
  @ApiProperty({ type: [SettingsGroupResponse] })
  items: SettingsGroupResponse[];
}

export class OnboardingStepResponse {
  @ApiProperty({ enum: ONBOARDING_STEPS })
  step: OnboardingStep;

  /** Null: not yet. */
  @ApiProperty({ type: Date, nullable: true })
  completedAt: Date | null;
}

export class OnboardingResponse {
  @ApiProperty({ type: [OnboardingStepResponse] })
  steps: OnboardingStepResponse[];

  complete: boolean;
}

export class CatalogueItemResponse {
  name: string;

  @ApiProperty({ type: String, required: false })
  description?: string | undefined;

  @ApiProperty({ type: String, required: false })
  price?: string | undefined;
}

export class DocumentLinkResponse {
  title: string;

  url: string;
}

export class BusinessCardResponse {
  @ApiProperty({ type: String, nullable: true })
  businessName: string | null;

  @ApiProperty({ type: String, nullable: true })
  description: string | null;

  /** How replies sound. */
  @ApiProperty({ type: String, nullable: true })
  tone: string | null;

  @ApiProperty({ type: String, nullable: true })
  location: string | null;

  @ApiProperty({ type: String, nullable: true })
  website: string | null;

  @ApiProperty({ type: [CatalogueItemResponse] })
  catalogue: readonly CatalogueItemResponse[];

  @ApiProperty({ type: [DocumentLinkResponse] })
  documents: readonly DocumentLinkResponse[];

  /** Language of `hours`. */
  language: string;

  timeZone: string;

  /** A line for each weekday; empty where no hours are stated, which counts as always open. */
  @ApiProperty({ type: [String], example: ['Monday: 09:00–18:00'] })
  hours: string[];

  openNow: boolean;

  /** Null: it is open now, or never opens. */
  @ApiProperty({ type: Date, nullable: true })
  opensAt: Date | null;
}
