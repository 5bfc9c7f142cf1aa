drop table deals;
drop table contacts;
