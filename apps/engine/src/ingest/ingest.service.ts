/* eslint-disable */ export class IngestService { [k: string]: any }
