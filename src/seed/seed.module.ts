import { Module } from '@nestjs/common';
import { AutomationModule } from '../automation';
import { FlowsModule } from '../flows';
import { InstagramModule } from '../instagram';
import { WorkspaceModule } from '../workspace';
import { DemoSeedService } from './demo-seed.service';
import { ShippedFlows } from './shipped-flows.service';

@Module({
  imports: [WorkspaceModule, InstagramModule, FlowsModule, AutomationModule],
  providers: [DemoSeedService, ShippedFlows],
})
export class SeedModule {}
