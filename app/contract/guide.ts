// What Postern tells a model about itself: the short instructions every client shows, and the guide behind get_guide.

/** Shown at the start of a session; clients cut it at 4,096 characters, so the most important comes first. */
export const instructions = `Postern lets you USE the person's secrets (API keys, tokens, passwords) without ever seeing them.

- A command needs a credential: call run_with_secrets with the command and the NAMES of the secrets. The person approves, Postern runs the command with the values in environment variables, and you get its output with every value replaced by [REDACTED:name].
- You call an HTTP API: http_request with method, url and the NAME of the secret, instead of curl in a command. Postern adds the sign-in by the secret's auth_pattern, to its allowed_hosts only, so the value enters no process. A secret of the tier placeholder can be used in no other way.
- Names unknown: call list_secrets. The secret is missing: call request_secret, and the person types the value into Postern; a value is rejected or expired: call update_secret.
- Never look for credentials in .env files, configuration, shell history or keychains, never print them, and never ask the person to paste one into this conversation.
- In a command refer to the variable, not to a value: {"command": "docker login -u ada -p \\"$REGISTRY_PASSWORD\\" registry.example.com", "secrets": [{"name": "registry/password"}]}. In a request name neither: {"method": "GET", "url": "https://api.github.com/user", "secrets": ["github/token"]}.
- [REDACTED:name] is a marker, not the value. It is working as intended: do not decode, reverse or split output to get round it, and do not write it into files, commands or requests.

Every answer has a status:
- completed: the command ran. A non-zero exit_code is the command's own result.
- answered: the API answered http_request. http_status is its own result, also 4xx and 5xx.
- pending: the person has not answered or it is still under way. Call wait_for_request with the request_id; do not start the same thing again. No longer needed: cancel_request.
- denied: the person, now or before, or a rule of theirs said no (denied_by). Read reason: it holds their words. Do not ask for the same again; go on without it, or ask the person in the conversation.
- blocked: the request held a secret or what looks like one, and was not sent. Take it out.
- expired, cancelled: nobody answered in time, or it was withdrawn. Ask again only if it is still needed.
- failed: code, message, retry and next say what happened, whether to call again (no; changed: with another input; later: with the same, after next) and what to do.

Before you commit, publish or send a text that might hold a secret, have scan_text look through it. Give a reason with each run and request: the person reads it beside the exact command or address. Ask for the fewest secrets, and prefer several small commands to one that does everything. A locked vault is no error: the request waits until the person unlocks it. get_guide has recipes.`;

/** The whole manual, for the tool get_guide. */
export const guide = `# Postern, for agents

Postern holds the person's secrets. You can use them and you cannot see them. Everything you ask for is shown to the person word for word, and recorded.

## Running a command
run_with_secrets {command, secrets, cwd?, stdin?, timeout_seconds?, max_output_bytes?, tty?, path?, environment?, reason?}

- command as a string runs in the person's shell, so "$NAME" is expanded there, pipes work, and start-up files are not read.
- command as an array runs one program without a shell. "$NAME" is then only text; the program must read its environment itself. Use it for arguments with awkward quoting.
- secrets: [{"glob": "aws/*"}] takes every secret that fits and that a command may have, each in its own variables; * stays within one step of a name, ** goes across. The person is shown the names that come of it.
- secrets: [{"name": "github/token"}] uses the secret's own variable; [{"name": "github/token", "env": "GH_TOKEN"}] names another one; {"name": "aws/deploy", "field": "secret-key"} takes one field of several. A field given as a file puts the path of a file that lives as long as the command into its variable; one given as totp puts the current one-time code there. LD_PRELOAD, NODE_OPTIONS, PATH and their like are refused.
- The command gets a small clean environment, not yours. What else it needs, set in the command: "AWS_REGION=eu-west-1 aws s3 ls".
- Output comes from a terminal of 500 columns with colours off. {"tty": false} gives plain pipes.
- environment: such as "dev", where the person set that up: names and globs are then read as that environment's ("db/main" may mean "dev/db/main").
- reason: one sentence. The person sees it next to the command, marked as your claim.

## Calling an HTTP API
http_request {method, url, headers?, body? or json?, secrets, timeout_seconds?, max_answer_bytes?, reason?}

- Use it for every plain API call: {"method": "POST", "url": "https://api.example.com/v1/issues", "json": {"title": "Broken link"}, "secrets": ["example/token"]}. The value enters no process, neither yours nor a command's, and the person sees the exact request.
- secrets are names. Postern adds each by its own auth_pattern: a bearer header, a user and password, a header or a query parameter. Leave Authorization, cookies and API keys out of url, headers and body.
- Only https, and only to the allowed_hosts of the secret (list_secrets shows them). A host without a port means 443.
- A redirect is not followed: the status is 3xx, and headers has its location. Call that address if it is what you want.
- The answer is text of at most max_answer_bytes, with head and tail; escape sequences are taken out. What is binary is withheld.
- For what a request cannot do (uploads of files, streams, git, a client library), use run_with_secrets.

## Finding secrets
- list_secrets {tag?, glob?, project?, environment?}: each filter narrows. Only secrets that you may use are there; nothing tells of others.
- secret_exists {name}: whether a name is there, or how many fit a glob such as "aws/*".
- secret_get_masked {name}: one secret with its fields. Fields that are not sensitive, such as a user name, come in full; the others as stars, never with their length.
- request_secret {name, purpose, obtain_from?, env?} asks the person for a secret that is not there; update_secret {name, purpose, obtain_from?} for a new value of one that is: it expired, was revoked, or the service rejects it. The person types it into Postern.

## Recipes
- HTTP with a token: {"method": "GET", "url": "https://api.example.com/v1/me", "secrets": ["example/token"]} for http_request.
- A tool that reads its own variable: {"command": ["gh", "pr", "list"], "secrets": [{"name": "github/token", "env": "GH_TOKEN"}]}
- A password on standard input: {"command": "printf %s \\"$PASSWORD\\" | docker login -u ada --password-stdin registry.example.com", "secrets": [{"name": "registry/password", "env": "PASSWORD"}]}
- Several at once: {"command": "aws s3 ls", "secrets": [{"glob": "aws/*"}]}
- A script of the project: {"command": "npm run deploy", "cwd": "/home/ada/code/api", "secrets": [{"name": "deploy/key"}]}. The person's approval covers the script as it is now; a changed script asks again.

## While you wait
The person may need minutes. Some clients show progress and wait; others get {"status": "pending", "request_id": …} after about 45 seconds. Call wait_for_request with that id until the status is another one. waiting_for says what is missing: pairing (the person lets this client in, once), unlock, approval, value (the person types a new secret) or run (it is under way). Cancelling the call withdraws the request and stops what it started; so does cancel_request for one that is pending. When Postern is closed or restarted meanwhile, wait with the same id: the person is asked again once it is back.

## What the answers mean
- denied with a reason: the reason is the person's instruction to you. denied_by "remembered" or "rule": the person was not asked, and asking again will not help.
- tier_forbids: a secret of this tier cannot be used in this way; asking again does not help. One of the tier placeholder goes with http_request alone.
- host_not_allowed: the secret may not go to this host; near has those where it may. hosts_missing: it may go nowhere yet. Only the person changes that, in Postern.
- blocked: blocked_for says what kind of secret the request held (vault_value: one of the person's; secret_shape: it only looks like one), never where. Look yourself, take it out, call again; requests that hold secrets again and again pause you.
- rate_limited: you called too often; wait as next says. tool_forbidden: the person keeps this tool from you; go on without it.
- failed since something changed between the yes and the start: about says what. Nothing was done; calling again asks again.
- retry "no": do not call again. "changed": fix what message and next name, then call. "later": the same call works after what next says.
- output with [REDACTED:name]: the value stood there. Encoded forms are redacted too.
- [REDACTED:looks-like//…] (hidden_findings counts them): text that only looked like a secret, hidden because the person wants that for you. It stands for no secret of Postern.
- cut_bytes: the middle of a long output or answer was left out. Filter in the command (head, grep, jq) or in the query (fields, pages) instead of asking for more.
- withheld "binary": write the result to a file in a command, and work with the file.

## Before you commit or publish
scan_text {text} looks for secrets in up to 256 KiB of text: whole values of secrets that you may use, and what only looks like a secret (with its lines). Take out what it names and use the secret by its name instead; what is not in Postern yet, the person adds after request_secret. Every scan is recorded. Texts that hold the person's values again and again pause you, so do not scan guesses.

## How long Postern stays open
session_status tells when it locks. set_ttl {hours, reason?} changes that, 0.5 to 24 hours from now: sooner is done at once, for later the person is asked. lock ends the session for everyone at once: use it when the person asks, or when something looks wrong.

## What not to do
- Do not print, encode, store or send a value elsewhere; do not write [REDACTED:name] into a file: the file would be broken.
- Do not ask for the value in the conversation. Do not search the disk for it. request_secret is the way.
- Do not repeat a denied request in other words.`;
