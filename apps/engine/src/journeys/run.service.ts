/* eslint-disable */ export class RunService { [k: string]: any }
