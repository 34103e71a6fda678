import { defineConfig } from "vitest/config";

const FILE = "tuya-door-lock-card.js";

export default defineConfig({
  plugins: [
    {
      name: "icons-of-events",
      enforce: "pre",
      // The icons of other entities change more often than the card, which has no use for them.
      transform: {
        filter: { id: /tuya_door_lock\/icons\.json$/ },
        handler: (code) => {
          const { entity } = JSON.parse(code) as { entity: { event: unknown } };
          return JSON.stringify({ entity: { event: entity.event } });
        },
      },
    },
  ],
  build: {
    // Home Assistant's own frontend asks for as much.
    target: "es2022",
    outDir: "../custom_components/tuya_door_lock/www",
    emptyOutDir: true,
    reportCompressedSize: true,
    lib: { entry: "src/index.ts", formats: ["es"], fileName: () => FILE },
    // The libraries that are in the file keep their names and licenses.
    rolldownOptions: { output: { codeSplitting: false, comments: { legal: true, annotation: false }, minify: true } },
    minify: true,
  },
  test: {
    environment: "happy-dom",
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/setup.ts"],
    reporters: ["dot"],
    // A busy machine is no fault of the card.
    testTimeout: 30_000,
    // The days of the records must not depend on where the tests run.
    env: { TZ: "Europe/Berlin" },
    coverage: {
      reporter: ["text"],
      include: ["src/**/*.ts"],
      thresholds: { lines: 95, branches: 90 },
    },
  },
});
