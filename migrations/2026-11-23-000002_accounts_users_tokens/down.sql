drop table api_tokens;
drop table users;
drop table accounts;
