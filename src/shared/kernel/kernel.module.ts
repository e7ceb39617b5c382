import { Global, Module } from '@nestjs/common';
import { Clock, SystemClock } from './clock';
import { ContributionsModule } from './contributions';

@Global()
@Module({
  imports: [ContributionsModule],
  providers: [{ provide: Clock, useClass: SystemClock }],
  exports: [Clock, ContributionsModule],
})
export class KernelModule {}
