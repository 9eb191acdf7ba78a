"""Every number that protects us, with its reason."""

# The bounds of one capture. Measured: the largest of 83 real news pages has 1.9 MB, and 20 MB is ten times that.
CAPTURE_BYTES = 20_000_000
# One tag with 300,000 attributes (4 MB) kept four HTML parsers busy for over a minute; real pages stay under 100.
TAG_ATTRIBUTES = 10_000
TAG_BYTES = 1_000_000
# 500,000 paragraphs keep trafilatura busy for over a minute; the largest real page has 9,000 elements.
ELEMENTS = 50_000
# 100,000 nested <div> keep resiliparse busy for over a minute; real pages stay under 60.
NESTING = 512
# The longest article of 300 has 30,000 characters; 900,000 without a full stop took a parser 39 s and 3 GB.
ARTICLE_CHARACTERS = 200_000
PARSER_CHARACTERS = 20_000
# A worker that reads one capture is killed after this, from outside: markup can stop any parser.
CAPTURE_SECONDS = 10
CAPTURE_MEMORY = 1_000_000_000
# A worker that is not ready by then never will be: imports and the model take 2 s here, a cold disk and a busy machine ten times that.
WORKER_START_SECONDS = 120
# Characters that anchor.py looks through for blocks that stand at no obvious place; real pages need under 10 million.
ANCHOR_SEARCH = 1_000_000_000
# A model that the user names may be eight times as slow and large as the shipped one, and is loaded with the first capture.
OWN_MODEL_SECONDS = 120
OWN_MODEL_MEMORY = 4_000_000_000
# A page comes within 2 s on a slow line; a server that sends a byte now and then is left after this, with all its redirects.
FETCH_SECONDS = 30
# One address of several may be dead; the next is tried after this.
CONNECT_SECONDS = 10
# Browsers follow 20; real chains (http to https, to www, to a new address) have up to four.
REDIRECTS = 10
# RFC 9309 asks for 500 KiB at least; what stands behind is not read.
ROBOTS_BYTES = 512_000
# Servers refuse URLs over 8,000 characters.
URL_CHARACTERS = 8_000
# A host with more addresses than this is tried at these only.
ADDRESSES = 8
# Broken records before the rest is given up: behind each the next one is looked for, and an archive made to harm would have it looked for without end.
BROKEN_RECORDS = 1_000
# All headers of a record, or the first part of its block with HTTP's: they take 1,000 bytes, with a page's cookies up to 20,000.
RECORD_HEADER_BYTES = 100_000
RECORD_HEADER_LINES = 1_000
# What one gzip member may unpack to before the rest of the archive is given up: the largest real records are films of 2 GB.
GZIP_MEMBER_BYTES = 4_000_000_000
