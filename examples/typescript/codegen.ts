import type { CodegenConfig } from "@graphql-codegen/cli";

const config: CodegenConfig = {
  schema: "../../crates/adapter-graphql/schema.graphql",
  documents: "../operations.graphql",
  generates: {
    "generated/": {
      preset: "client",
      presetConfig: { fragmentMasking: false },
      config: { scalars: { Date: "string", DateTime: "string" }, strictScalars: true, skipTypename: true, useTypeImports: true },
    },
  },
};

export default config;
