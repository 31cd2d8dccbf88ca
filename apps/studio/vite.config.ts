import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `npm start` serves the API while the studio is developed beside it. */
const ENGINE = process.env['SOJOURN_ENGINE_URL'] ?? 'http://127.0.0.1:3000';

/** Heavy tools of single pages: named, so that they stay out of what the first page loads. */
const HEAVY: readonly (readonly [RegExp, string])[] = [
  [/node_modules\/monaco-editor\//, 'monaco'],
  [/node_modules\/(@rjsf|ajv|ajv-formats|fast-uri)\//, 'forms'],
  [/node_modules\/(@xyflow|d3-[a-z]+)\//, 'flow'],
  [/node_modules\/(react|react-dom|react-router|scheduler|i18next|react-i18next|@tanstack|openapi-fetch|dayjs)\//, 'base'],
];

export default defineConfig({
  plugins: [react()],
  resolve: { conditions: ['@sojourn/source', 'module', 'browser', 'development|production'] },
  build: {
    target: 'es2023',
    outDir: 'dist',
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      output: {
        codeSplitting: { groups: HEAVY.map(([test, name]) => ({ test, name })) },
      },
    },
  },
  worker: { format: 'es' },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': ENGINE, '/v1': ENGINE, '/health': ENGINE, '/ready': ENGINE },
  },
});
