# Acts in a posting, for who has but a newsreader: lines that begin with "!"
# in front of one's own text, or fields X-Act. The target is the article that
# the posting answers. All of it happens, or nothing.
setup:
	clock 1795348800
	board tv.general kind=qa
	user anna anna-password
	user bert bert-password
	user carl carl-password

== Somebody asks
S~: 201 .*
C: AUTHINFO USER anna
S~: 381 .*
C: AUTHINFO PASS anna-password
S~: 281 .*
C: POST
S~: 340 .*
C: From: Anna <anna@example.net>
C: Newsgroups: tv.general
C: Subject: No sound
C: Message-ID: <q@example.net>
C:
C: My set is silent.
C: .
S: 240 <q@example.net> posted

== Only an act: it is done, and nothing is posted
S~: 201 .*
C: AUTHINFO USER bert
S~: 381 .*
C: AUTHINFO PASS bert-password
S~: 281 .*
C: POST
S~: 340 .*
C: From: Bert <bert@example.net>
C: Newsgroups: tv.general
C: Subject: Re: No sound
C: References: <q@example.net>
C: Message-ID: <b1@example.net>
C:
C: Anna wrote:
C: > My set is silent.
C:
C: !metoo
C: .
S~: 240 metoo \d+
C: STAT <b1@example.net>
S~: 430 .*
C: HDR :x-metoo <q@example.net>
S~: 225 .*
S: 0 1
S: .
# The same again changes nothing, and is no fault.
C: POST
S~: 340 .*
C: From: Bert <bert@example.net>
C: Newsgroups: tv.general
C: Subject: Re: No sound
C: In-Reply-To: <q@example.net>
C:
C: !metoo
C: --
C: Bert
C: .
S: 240 metoo already so

== An act and a text: done, and posted as it is written
S~: 201 .*
C: AUTHINFO USER carl
S~: 381 .*
C: AUTHINFO PASS carl-password
S~: 281 .*
C: POST
S~: 340 .*
C: From: Carl <carl@example.net>
C: Newsgroups: tv.general
C: Subject: Re: No sound
C: References: <q@example.net>
C: Message-ID: <c1@example.net>
C:
C: !+1
C: !metoo
C: I have that too. Is it plugged in?
C: .
S~: 240 <c1@example.net> posted; vote \d+, metoo \d+
C: BODY <c1@example.net>
S~: 222 .*
S: !+1
S: !metoo
S: I have that too. Is it plugged in?
S: .
C: HDR :x-metoo <q@example.net>
S~: 225 .*
S: 0 2
S: .
C: HDR :x-votes <q@example.net>
S~: 225 .*
S: 0 1
S: .

== As a field
S~: 201 .*
C: AUTHINFO USER anna
S~: 381 .*
C: AUTHINFO PASS anna-password
S~: 281 .*
C: POST
S~: 340 .*
C: From: Anna <anna@example.net>
C: Newsgroups: tv.general
C: Subject: Re: No sound
C: References: <q@example.net> <c1@example.net>
C: X-Act: nope
C:
C: .
S: 441 X-Act: no act "nope"; XINFO acts lists them
C: POST
S~: 340 .*
C: From: Anna <anna@example.net>
C: Newsgroups: tv.general
C: Subject: Re: No sound
C: References: <q@example.net> <c1@example.net>
C: X-Act: +1
C: X-Act: thank
C:
C: .
S~: 240 vote \d+, thank \d+

== Nothing is done by halves
S~: 201 .*
C: AUTHINFO USER bert
S~: 381 .*
C: AUTHINFO PASS bert-password
S~: 281 .*
C: POST
S~: 340 .*
C: From: Bert <bert@example.net>
C: Newsgroups: tv.general
C: Subject: Re: No sound
C: References: <q@example.net> <c1@example.net>
C: Message-ID: <b2@example.net>
C:
C: !+1
C: !grant @bert role=admin
C: Let us see.
C: .
S: 441 grant: role: that takes an admin
C: POST
S~: 340 .*
C: From: Bert <bert@example.net>
C: Newsgroups: tv.general
C: Subject: Re: No sound
C: References: <q@example.net> <c1@example.net>
C: Message-ID: <b2@example.net>
C:
C: !+1
C: !verify
C: Let us see.
C: .
S~: 441 verify: role: .*
C: STAT <b2@example.net>
S~: 430 .*
C: HDR :x-votes <c1@example.net>
S~: 225 .*
S: 0 1
S: .
# Its message-id is free.
C: POST
S~: 340 .*
C: From: Bert <bert@example.net>
C: Newsgroups: tv.general
C: Subject: Re: No sound
C: References: <q@example.net> <c1@example.net>
C: Message-ID: <b2@example.net>
C:
C: !+1
C: Well.
C: .
S~: 240 <b2@example.net> posted; vote \d+
# It is there already; so the vote is not taken back either.
C: POST
S~: 340 .*
C: From: Bert <bert@example.net>
C: Newsgroups: tv.general
C: Subject: Re: No sound
C: References: <q@example.net> <c1@example.net>
C: Message-ID: <b2@example.net>
C:
C: !vote 0
C: Well.
C: .
S~: 441 an article with this Message-ID is here already
C: HDR :x-votes <c1@example.net>
S~: 225 .*
S: 0 2
S: .

== What cannot be done says why
S~: 201 .*
C: AUTHINFO USER bert
S~: 381 .*
C: AUTHINFO PASS bert-password
S~: 281 .*
C: POST
S~: 340 .*
C: From: Bert <bert@example.net>
C: Newsgroups: tv.general
C: Subject: Re: No sound
C: References: <q@example.net>
C:
C: !shout
C: .
S~: 441 !shout: no act "shout"; XINFO acts lists them, and text begins with another letter than "!"
C: POST
S~: 340 .*
C: From: Bert <bert@example.net>
C: Newsgroups: tv.general
C: Subject: No sound either
C:
C: !metoo
C: .
S~: 441 !metoo: metoo is done to an article; send it as a reply to that one
C: POST
S~: 340 .*
C: From: Bert <bert@example.net>
C: Newsgroups: tv.general
C: Subject: Re: No sound
C: References: <gone@example.net>
C:
C: !metoo
C: .
S: 441 metoo: no article with that message-id
C: POST
S~: 340 .*
C: From: Bert <bert@example.net>
C: Newsgroups: tv.general
C: Subject: Re: No sound
C: References: <q@example.net>
C:
C: !backup :/tmp/x
C: .
S~: 441 backup: role: .*
# Further down, or quoted, it is text.
C: POST
S~: 340 .*
C: From: Bert <bert@example.net>
C: Newsgroups: tv.general
C: Subject: Re: No sound
C: References: <q@example.net>
C: Message-ID: <b3@example.net>
C:
C: > !vote -1
C: Why that?
C: !vote -1
C: .
S: 240 <b3@example.net> posted
C: HDR :x-votes <q@example.net>
S~: 225 .*
S: 0 1
S: .
