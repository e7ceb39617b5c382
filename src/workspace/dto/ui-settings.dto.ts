import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { UI_THEMES, type UiTheme } from '../domain/ui-settings';

export class UiSettingsRequest {
  @ApiProperty({ enum: UI_THEMES })
  @IsIn(UI_THEMES)
  uiTheme: UiTheme;
}

export class UiSettingsResponse {
  @ApiProperty({ enum: UI_THEMES })
  uiTheme: UiTheme;
}
