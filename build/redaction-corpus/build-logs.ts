// What builds print, shortened: no line of it is secret.

export const buildLogs: readonly { readonly tool: string; readonly log: string }[] = [
  {
    tool: 'npm',
    log: `npm warn deprecated inflight@1.0.6: This module is not supported, and leaks memory. Do not use it.
npm warn deprecated glob@7.2.3: Glob versions prior to v9 are no longer supported

added 409 packages, and audited 410 packages in 14s

112 packages are looking for funding
  run \`npm fund\` for details

found 0 vulnerabilities
npm http fetch GET 200 https://registry.npmjs.org/typescript/-/typescript-5.9.2.tgz 412ms (cache miss)
npm sill audit "integrity": "sha512-CWBzXQrc/qOkhidw1OzBTQuYRbfyxDXJMVJ1XNwUHGROVmuaeiEm3OslpZ1RV96d7SKKjZKrSJu3+t/xlw3R9A=="
> orders@2.14.0 build
> tsc -p tsconfig.build.json && vite build

vite v7.1.5 building for production...
✓ 1843 modules transformed.
dist/index.html                   0.46 kB │ gzip:   0.30 kB
dist/assets/index-DiwrgTda.css   12.32 kB │ gzip:   3.01 kB
dist/assets/index-BnQ0Xv3k.js   412.88 kB │ gzip: 131.07 kB
✓ built in 4.27s
`,
  },
  {
    tool: 'cargo',
    log: `    Updating crates.io index
 Downloading crates ...
  Downloaded serde_derive v1.0.219
  Downloaded proc-macro2 v1.0.101
   Compiling unicode-ident v1.0.18
   Compiling serde v1.0.219
   Compiling tokio v1.47.1
warning: unused variable: \`password\`
  --> src/main.rs:42:9
   |
42 |     let password = config.database.password.clone();
   |         ^^^^^^^^ help: if this is intentional, prefix it with an underscore: \`_password\`
   |
   = note: \`#[warn(unused_variables)]\` on by default

warning: \`orders\` (bin "orders") generated 1 warning
    Finished \`release\` profile [optimized] target(s) in 1m 12s
     Running unittests src/main.rs (target/release/deps/orders-5c2e1f80a94bd37e)

running 3 tests
test tests::reads_the_token ... ok
test tests::refuses_a_wrong_password ... ok
test tests::signs_with_the_key ... ok

test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.04s
`,
  },
  {
    tool: 'go',
    log: `go: downloading github.com/jackc/pgx/v5 v5.7.5
go: downloading golang.org/x/crypto v0.41.0
github.com/jackc/pgx/v5 v5.7.5 h1:JHGfMnQY+IEtGM63d+NGMjoRpysB2JBwDr5fsngwmJs=
github.com/jackc/pgx/v5 v5.7.5/go.mod h1:aruU7o91Tc2q2cFp5h4uP3f6ztExVpyVv88Xl/8Vl8M=
=== RUN   TestConnect
    db_test.go:31: connecting to postgresql://app@localhost:5432/orders?sslmode=disable
--- PASS: TestConnect (0.02s)
=== RUN   TestSign
    sign_test.go:18: signature 304402207fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0
--- PASS: TestSign (0.00s)
PASS
coverage: 71.4% of statements
ok  	example.com/orders/internal/db	0.124s
goroutine 18 [running]:
main.(*Server).handle(0xc0001a2000, {0x7f3a5c, 0x3})
	/home/ci/orders/server.go:88 +0x1f4
`,
  },
  {
    tool: 'pytest',
    log: `============================= test session starts ==============================
platform linux -- Python 3.12.3, pytest-8.4.1, pluggy-1.6.0
rootdir: /home/ci/orders
collected 4 items

tests/test_login.py ..F.                                                 [100%]

=================================== FAILURES ===================================
___________________________ test_password_is_hashed ____________________________

    def test_password_is_hashed():
        user = User(name="app", password="not a real one")
>       assert user.password_hash.startswith("$argon2id$")
E       AssertionError: assert False
E        +  where False = <built-in method startswith of str object at 0x7f8e2c1b4a30>('$argon2id$')

tests/test_login.py:27: AssertionError
=========================== short test summary info ============================
FAILED tests/test_login.py::test_password_is_hashed - AssertionError: assert False
========================= 1 failed, 3 passed in 0.31s ==========================
`,
  },
  {
    tool: 'docker',
    log: `#1 [internal] load build definition from Dockerfile
#1 transferring dockerfile: 412B done
#1 DONE 0.0s
#2 [internal] load metadata for docker.io/library/node:24-bookworm-slim
#2 DONE 0.6s
#5 [1/5] FROM docker.io/library/node:24-bookworm-slim@sha256:5f1c0a94be27d83e6d90c4b1a7f2e83d59046bc7a1e8f3029d47c65be81a90f3
#5 resolve docker.io/library/node:24-bookworm-slim 0.0s done
#5 sha256:1c7d2f94ab0e36587d21c09fe4b3a86d570e92f1c48b3a65d7092ef81c4ab630 28.23MB / 28.23MB 1.1s done
#5 extracting sha256:1c7d2f94ab0e36587d21c09fe4b3a86d570e92f1c48b3a65d7092ef81c4ab630 0.9s done
#8 [4/5] RUN npm ci --omit=dev
#8 6.214 added 186 packages in 6s
#10 exporting to image
#10 writing image sha256:e09b4c71d35f82a60e1d947bc58f23a06d7194be5c02f83a91d6478bc3e05f12 done
#10 naming to registry.example/orders:2.14.0 done
#10 DONE 1.3s
NAME       IMAGE                          COMMAND                  STATUS         PORTS
orders-1   registry.example/orders:2.14   "docker-entrypoint.s…"   Up 3 seconds   0.0.0.0:8080->8080/tcp
`,
  },
];
