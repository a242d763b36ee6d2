// The version that shim and broker tell each other; a test keeps it equal to package.json.

export const posternVersion = '0.1.0';
