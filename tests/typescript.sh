# Installs the locked TypeScript into $1; says in $1.absent why it cannot be had.
found() { command -v node && command -v npm; }
found >/dev/null || (apt-get update --quiet; apt-get install --yes --quiet --no-install-recommends nodejs npm) >/dev/null 2>&1 || true
if found >/dev/null; then
    mkdir -p "$1" && cp requirements/typescript/package.json requirements/typescript/package-lock.json "$1" &&
        npm ci --prefix "$1" --ignore-scripts --no-audit --no-fund --silent && touch "$1/.ready"
else
    echo "TypeScript cannot be had here: it needs Node.js, apt-get install nodejs npm" | tee "$1.absent"
fi
