import { IsBoolean, IsObject, IsOptional, IsString, Length, Matches } from 'class-validator';

export class CreateAutomationRequest {
  /** A published flow template. */
  @IsString()
  @Matches(/^[\w-]{1,64}$/)
  templateId: string;

  @IsString()
  @Length(1, 120)
  name: string;

  /** Values that the flow reads as `config.…`. */
  @IsOptional()
  @IsObject()
  config?: Record<string, unknown>;
}

export class ToggleAutomationRequest {
  /** Switched off, it starts nothing more, and what it runs ends at its next event. */
  @IsBoolean()
  isActive: boolean;
}
