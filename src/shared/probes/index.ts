export { ProbeServer } from './probe-server';
export { ProbesModule } from './probes.module';
