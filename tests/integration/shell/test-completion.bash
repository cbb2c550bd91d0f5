#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Checks what bash would offer for the beginning of a command line.

set -u
# shellcheck source=/dev/null
source "$1"

# Outside of a completion there is nothing whose options could be set.
compopt () { :; }
# Stands for the real one, which would need a store.
hearthctl () { printf '[\n  { "id": 1, "address": "ana@example.org", "name": "7-a" },\n  { "id" : 23 }\n]\n'; }

failed=0

# offers "WORDS SO FAR" "WHAT IS EXPECTED"; the last word is the one that is being typed.
offers () {
  local expected=$2
  IFS=' ' read -r -a COMP_WORDS <<<"$1"
  if [[ $1 == *' ' ]]; then COMP_WORDS+=(''); fi
  COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
  _hearthctl
  if [[ ${COMPREPLY[*]} != "$expected" ]]; then
    printf '"%s" offers "%s", not "%s"\n' "$1" "${COMPREPLY[*]}" "$expected"
    failed=1
  fi
}

offers 'hearthctl to' 'today'
offers 'hearthctl people ' 'show style duplicates birthdays keep let-go'
offers 'hearthctl people keep Amy --e' '--every'
offers 'hearthctl digest ' 'now morning evening weekly'
offers 'hearthctl digest --s' '--standalone --spoken'
offers 'hearthctl doctor --re' '--repair --report'
offers 'hearthctl backup --r' '--replace'
offers 'hearthctl restore --y' '--yes'
offers 'hearthctl event ' 'add show move cancel answer briefing undo'
offers 'hearthctl event answer 3 ' 'accepted tentative declined'
offers 'hearthctl mail invitation 3 --a' '--accept'
offers 'hearthctl letter p' 'pdf print'
offers 'hearthctl letter pdf ' '1 23'
offers 'hearthctl letter svg 3 x.svg --p' '--page'
offers 'hearthctl letter mail 3 --a' '--as'
offers 'hearthctl letter hand ' 'list import export rename delete'
offers 'hearthctl letter hand rename ' '1 23'
offers 'hearthctl letter book ' 'list new show change add remove move pdf mail delete'
offers 'hearthctl letter book show ' '1 23'
offers 'hearthctl letter book add 1 --at 2 ' '1 23'
offers 'hearthctl letter book pdf 1 x.pdf --m' '--marks'
offers 'hearthctl s' 'source search sync status say service'
offers 'hearthctl mind ' 'list download stop remove'
offers 'hearthctl mind download x --u' '--use'
offers 'hearthctl service ' 'list find add use agree models test remove builtin openai'
offers 'hearthctl service use x --for p' 'plan'
offers 'hearthctl service use x --f' '--for'
offers 'hearthctl service add o' 'openai'
offers 'hearthctl voice ' 'list voices find add use agree hands-free try remove'
offers 'hearthctl voice add w' 'wyoming'
offers 'hearthctl voice add wyoming r' 'recognition'
offers 'hearthctl voice add wyoming speech --v' '--version --voice'
offers 'hearthctl voice use s' 'speech'
offers 'hearthctl voice use speech b' 'builtin'
offers 'hearthctl why 3 ' 'always fewer never forget'
offers 'hearthctl rehearse --l' '--level'
offers 'hearthctl jo' 'journal'
offers 'hearthctl journal --se' '--sent'
offers 'hearthctl journal --since t' 'today'
offers 'hearthctl receipts --si' '--since'
mail='list search show write reply forward send read unread flag unflag archive move'
mail+=' trash junk not-junk invitation triage teach forget-lessons'
mail+=' facts'
mail+=' actions waiting settle'
mail+=' review senders'
mail+=' unsubscribe summary'
mail+=' later follow-up done'
offers 'hearthctl --json mail ' "$mail"
offers 'hearthctl mail facts --k' '--kind'
offers 'hearthctl mail review --o' '--older-than'
offers 'hearthctl mail teach 3 ph' 'phishing'
offers 'hearthctl mail settle 3 d' 'done dismissed'
offers 'hearthctl card ' 'list show accept decline'
offers 'hearthctl card accept 2' '23'
offers 'hearthctl memory ' 'list show add change pin unpin accept forget export import'
offers 'hearthctl memory list --pr' '--proposed'
offers 'hearthctl memory add --since 2024-01-01 --ki' '--kind'
offers 'hearthctl memory pin 2' '23'
offers 'hearthctl memory accept 2' '23'
offers 'hearthctl permission ' 'add list revoke'
offers 'hearthctl permission add ' 'archive read trash'
offers 'hearthctl permission add read --fo' '--forever'
offers 'hearthctl permission revoke 2' '23'
offers 'hearthctl mail later 3 --w' '--when-answers'
offers 'hearthctl outbox c' 'cancel'
offers 'hearthctl mail write --se' '--send'
offers 'hearthctl mail reply 3 --a' '--all --attach'
offers 'hearthctl mail write --to a' ''
offers 'hearthctl outbox resend 2' '23'
offers 'hearthctl source add m' 'maildir mbox'
offers 'hearthctl source remove ' '1 23'
offers 'hearthctl contacts ' 'add change find list remove'
offers 'hearthctl contacts remove ' '1 23'
offers 'hearthctl --standalone --data /tmp source re' 'remove'
offers 'hearthctl account ' 'add list test change remove identity'
offers 'hearthctl account identity ' 'add list remove'
offers 'hearthctl account identity add ' 'ana@example.org'
offers 'hearthctl account add ana@example.org --imap-' '--imap-pin'
offers 'hearthctl account remove ' 'ana@example.org'
offers 'hearthctl agenda --f' '--from'
offers 'hearthctl today --f' ''
offers 'hearthctl source add maildir --no' '--no-sync'
offers 'hearthctl mail search has' 'has:attachment'
offers 'hearthctl ask wh' ''
offers 'hearthctl ask --p' '--private'
offers 'hearthctl ask --conversation ' '7-a'
offers 'hearthctl conversation ' 'list show search rename remove export rate misunderstood'
offers 'hearthctl conversation show ' '7-a'
offers 'hearthctl usage ' 'limit price'
offers 'hearthctl --data /us' '/usr'
exit "$failed"
