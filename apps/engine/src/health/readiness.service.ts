/* eslint-disable */ export class ReadinessService { [k: string]: any }
