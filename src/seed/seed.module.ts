import { Module } from '@nestjs/common';
import { AutomationModule } from '../automation';
import { FlowsModule } from '../flows';
import { InstagramModule } from '../instagram';
import { WorkspaceModule } from '../workspace';
import { DemoSeedService } from './demo-seed.service';

@Module({ imports: [WorkspaceModule, InstagramModule, FlowsModule, AutomationModule], providers: [DemoSeedService] })
export class SeedModule {}
